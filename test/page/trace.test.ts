/** The trace in the built page: every number is core's, of any place at any step, and of all that people try on it. */
import { beforeAll, expect, test } from "vitest";
import {
  agreementOf,
  copiedBy,
  noInterventions,
  tokenName,
  traceAt,
  type Interventions,
  type Trace,
} from "../../core/inspect";
import type { ToPanel } from "../../core/protocol";
import { contentOf, openInspector, readAloud, showing, type Inspector } from "./inspectorPage";
import { parametersAt, trained, type RecordedRun } from "./recorded";
import { answerTo, choosePlace, comparedPlace, expectExact, expectTraced, sequenceOf } from "./tracing";
import { setStage } from "./stage";

const stage = setStage();
let run: RecordedRun;
let inspector: Inspector;
let tokens: Uint8Array;

beforeAll(async () => {
  run = await trained(stage.folder, "quickstart-1", "quickstart");
  // Tall enough to have the trace in sight: out of sight it lags behind.
  inspector = await openInspector(stage.browser, { height: 1500 });
  const place = { set: "train", index: 6 } as const;
  tokens = await sequenceOf(run, place);
  await inspector.send(...showing(run), await answerTo(run, place));
});

const view = () => inspector.page.locator("induction-trace");
const said = () => readAloud(inspector, "induction-trace");
const chips = () => view().getByRole("listbox", { name: "Tokens of the sequence" }).getByRole("option");
const lastRow = () => run.recording.snapshots.steps.length - 1;

/** What core makes of it. */
function traced(
  at: number,
  changes: {
    readonly tokens?: Uint8Array;
    readonly row?: number;
    readonly interventions?: Interventions;
  } = {},
): Trace {
  const parameters = parametersAt(run.recording, changes.row ?? lastRow());
  return traceAt(
    run.model,
    parameters,
    changes.tokens ?? tokens,
    at,
    changes.interventions ?? noInterventions,
  );
}

/** As the timeline does. */
async function chooseStep(step: number | null): Promise<void> {
  await view().evaluate(
    (element, chosen) =>
      element.dispatchEvent(new CustomEvent("look", { detail: { chosen }, bubbles: true, composed: true })),
    step,
  );
}

test("at several places and steps all numbers are core's, to the last digit", async () => {
  await view().getByRole("button", { name: "more subsets" }).click();
  const { steps } = run.recording.snapshots;
  for (const row of [0, Math.floor(lastRow() / 2), lastRow()]) {
    await chooseStep(steps[row]);
    for (const place of [101, 58, 3]) {
      await choosePlace(view(), place);
      await expectTraced(view(), traced(place - 1, { row }));
    }
  }
  await chooseStep(null);
  await choosePlace(view(), 101);
});

test("any earlier place can be compared with", async () => {
  const field = view().getByRole("textbox", { name: "compared with place" });
  await field.fill("31");
  await field.press("Enter");
  await expect(comparedPlace(view())).resolves.toBe(30);
  await expectTraced(view(), traced(100));
  await chips().nth(44).hover();
  await expect(comparedPlace(view())).resolves.toBe(44);
  await inspector.page.mouse.move(2, 2);
  await expect(comparedPlace(view()), "it stays, so that its numbers can be clicked").resolves.toBe(44);
  await expectTraced(view(), traced(100));
});

test("what a head brings is told lag by lag, and token by token", async () => {
  const group = view().getByRole("group", { name: "head 3" });
  await group.getByText("all it brings").click();
  const trace = traced(100);
  const copied = copiedBy(trace, 2, 100);
  const rows = group.locator("tbody tr");
  // A list is filled when the browser tells that it was unfolded, some time after the click.
  await rows.first().waitFor();
  const cells = await rows.evaluateAll((all) =>
    all.map((one) => Array.from(one.querySelectorAll("td"), (cell) => cell.textContent?.trim() ?? "")),
  );
  expect(cells.map((row) => row.slice(0, 3))).toEqual(
    copied.map(({ lag, position, token }) => [String(lag), String(position + 1), tokenName(token, 3)]),
  );
  await expectExact(
    group.locator("tbody"),
    copied.map(({ attention }) => attention),
  );
  const value = trace.pass.values.slice((100 * 3 + 2) * 3, (100 * 3 + 3) * 3);
  await expectExact(
    group.locator(".value"),
    [...value].filter((one) => one !== 0),
  );
  await group.getByText("all it brings").click();
  await rows.first().waitFor({ state: "detached" });
});

test("heads and subsets switched off and attention forced to a lag give core's numbers, with the change they make", async () => {
  const untouched = traced(100);
  const tries: readonly [() => Promise<void>, Interventions][] = [
    [
      () => view().getByRole("checkbox", { name: "head 1 works" }).click(),
      { ...noInterventions, headsOff: [0] },
    ],
    [
      () => view().getByRole("checkbox", { name: "subset {1, 2} works" }).click(),
      { ...noInterventions, headsOff: [0], subsetsOff: [4] },
    ],
    [
      async () => {
        await view().getByRole("combobox", { name: "attention of head 3" }).click();
        await view().getByRole("option", { name: "forced 2 back" }).last().click();
      },
      { headsOff: [0], subsetsOff: [4], forcedLags: new Map([[2, 2]]) },
    ],
  ];
  for (const [act, interventions] of tries) {
    await act();
    const trace = traced(100, { interventions });
    await expectTraced(view(), trace);
    const change = [...trace.prediction].map((value, token) => value - untouched.prediction[token]);
    await expectExact(view().locator(".change"), change);
    await expectExact(view().locator(".loss-change"), [trace.loss - untouched.loss]);
  }
  await view().getByRole("button", { name: "Reset Circuit" }).click();
  await expectTraced(view(), untouched);
  await expect(view().locator(".change data").count()).resolves.toBe(0);
});

test("matching places are marked, and counted in words", async () => {
  const { full, partly } = agreementOf(traced(100));
  const marked = await view()
    .locator(".matches")
    .evaluateAll((all) => all.map((one) => Number(one.getAttribute("data-at"))));
  const same = Array.from(tokens.keys()).filter(
    (at) => at >= 2 && at < 100 && tokens[at - 1] === tokens[99] && tokens[at - 2] === tokens[98],
  );
  expect(marked).toEqual(same);
  expect(full).toEqual(same);
  await expect(said()).resolves.toContain(`${full.length} places match fully, ${partly} in part.`);
});

test("a head under the pointer lights the tokens that it reads", async () => {
  await view().getByRole("group", { name: "head 2" }).hover();
  const read = await view()
    .locator(".read")
    .evaluateAll((all) => all.map((one) => Number(one.getAttribute("data-at"))));
  expect(read).toContain(98);
  expect(read).not.toContain(99);
  await inspector.page.mouse.move(2, 2);
  await expect(view().locator(".read").count()).resolves.toBe(0);
});

test("in a comparison the run that is traced is named, and can be chosen", async () => {
  const other = await trained(stage.folder, "other", "quickstart", "--steps", "30");
  const page = await openInspector(stage.browser);
  const content = contentOf(
    [
      { role: "main", facts: run.facts },
      { role: "compared", facts: other.facts },
    ],
    { title: "Compare 2 runs" },
  );
  const recordings = [run, other].map(({ facts, recording }): ToPanel => ({
    ...{ kind: "recording", run: facts.run, recording },
  }));
  await page.send(
    { kind: "content", content },
    ...recordings,
    await answerTo(run, { set: "train", index: 6 }),
  );
  const trace = page.page.locator("induction-trace");
  const choice = trace.getByRole("combobox", { name: "Run that is traced" });
  await expectExact(trace.locator(".y"), [...traced(100).pass.output]);
  await choice.click();
  await trace.getByRole("option", { name: "other" }).click();
  const row = other.recording.snapshots.steps.length - 1;
  const core = traceAt(other.model, parametersAt(other.recording, row), tokens, 100);
  await expectExact(trace.locator(".y"), [...core.pass.output]);
  await page.page.context().close();
});
