/**
 * What tests of the trace share: the host's part, which is to draw sequences of a run's own data as its training drew
 * them, and reading the page's numbers in full.
 */
import type { Locator } from "playwright-core";
import { expect } from "vitest";
import { drawSequences } from "../../core/data";
import { copiedBy, subsetKernels, type Trace } from "../../core/inspect";
import type { SequenceAnswer, SequencePlace, ToPanel } from "../../core/protocol";
import type { Inspector } from "./inspectorPage";
import type { RecordedRun } from "./recorded";

/** x_1 … x_{L+1} of one sequence. */
export async function sequenceOf(
  { experiment }: RecordedRun,
  { set, index }: SequencePlace,
): Promise<Uint8Array> {
  const { data, seed } = experiment;
  if (data.kind !== "markov") throw new Error("the test's runs draw their data");
  const { tokens } = await drawSequences(data, seed, set, index, 1);
  return tokens;
}

export function countOf({ experiment: { data } }: RecordedRun, set: SequencePlace["set"]): number {
  if (data.kind !== "markov") throw new Error("the test's runs draw their data");
  return set === "train" ? data.trainSequences : data.validationSequences;
}

export async function answerTo(run: RecordedRun, place: SequencePlace): Promise<ToPanel> {
  const tokens = await sequenceOf(run, place);
  const sequence: SequenceAnswer = { kind: "tokens", ...place, count: countOf(run, place.set), tokens };
  return { kind: "sequence", run: run.facts.run, sequence };
}

/** Answers all that the page asked for since the last time; resolves when it is drawn. */
export async function answerAll(inspector: Inspector, run: RecordedRun): Promise<readonly SequencePlace[]> {
  const said = await inspector.said();
  const places = said.flatMap((message) => (message.kind === "sequence" ? [message.place] : []));
  const fresh = places.slice(answered.get(inspector) ?? 0);
  answered.set(inspector, places.length);
  for (const place of fresh) await inspector.send(await answerTo(run, place));
  return fresh;
}

/** The values of all numbers inside, in full. */
export function exactValues(within: Locator): Promise<number[]> {
  return within.locator("data").evaluateAll((all) => all.map((one) => Number(one.getAttribute("value"))));
}

/** To all digits but the last: Node's exp and log may differ there from the browser's. */
export async function expectExact(within: Locator, expected: readonly number[]): Promise<void> {
  const shown = await exactValues(within);
  expect(shown.length).toBe(expected.length);
  shown.forEach((value, at) => {
    const room = 1e-13 * Math.abs(expected[at]) + 1e-15;
    expect(Math.abs(value - expected[at]), `${value} is ${expected[at]}`).toBeLessThanOrEqual(room);
  });
}

/** 0-based. */
export async function comparedPlace(view: Locator): Promise<number> {
  return Number(await view.getByRole("textbox", { name: "compared with place" }).inputValue()) - 1;
}

/** Everything that the trace shows in numbers is exactly this, its subsets unfolded. */
export async function expectTraced(view: Locator, trace: Trace): Promise<void> {
  const { pass, prediction, model, weights } = trace;
  const largest = Array.from({ length: model.heads }, (_, head) =>
    copiedBy(trace, head, trace.position).reduce((most, { attention }) => Math.max(most, attention), 0),
  );
  await expectExact(
    view.locator(".bring"),
    largest.filter((attention) => attention > 0),
  );
  const key = await comparedPlace(view);
  const kappas = pass.similarities.slice(key * model.heads, (key + 1) * model.heads);
  await expectExact(view.locator(".comparison"), [...kappas, pass.kernel[key], pass.attention[key]]);
  const kernels = subsetKernels(trace, key);
  const rows = view.locator(".subsets tbody tr");
  await expect(rows.count()).resolves.toBe(model.subsets.length);
  const subsets = Array.from(kernels, (kernel, at) => [
    ...[weights.subsetWeights[at], kernel, weights.subsetWeights[at] * kernel],
  ]);
  await expectExact(rows, subsets.flat());
  await expectExact(view.locator(".y"), [...pass.output]);
  await expectExact(view.locator(".probability"), [...prediction]);
  await expectExact(
    view.locator(".loss"),
    trace.target === null ? [] : [prediction[trace.target], trace.loss],
  );
}

export async function choosePlace(view: Locator, place: number): Promise<void> {
  const field = view.getByRole("textbox", { name: "place", exact: true });
  await field.fill(String(place));
  await field.press("Enter");
}

const answered = new WeakMap<Inspector, number>();
