/** The classifier's column in the built page: what the output looks at, place by place, and how the votes fall. */
import { beforeAll, expect, test } from "vitest";
import { noInterventions, tokenName, traceAt, type Trace } from "../../core/inspect";
import { bayes, inductionHead, maximumLikelihood } from "../../core/theory";
import { openInspector, showing, type Inspector } from "./inspectorPage";
import { parametersAt, trained, type RecordedRun } from "./recorded";
import { answerTo, expectExact, sequenceOf } from "./tracing";
import { setStage } from "./stage";

const stage = setStage();
let run: RecordedRun;
let inspector: Inspector;
let tokens: Uint8Array;
let trace: Trace;

beforeAll(async () => {
  run = await trained(stage.folder, "quickstart-1", "quickstart");
  inspector = await openInspector(stage.browser);
  const place = { set: "train", index: 6 } as const;
  tokens = await sequenceOf(run, place);
  await inspector.send(...showing(run), await answerTo(run, place));
  const row = run.recording.snapshots.steps.length - 1;
  trace = traceAt(run.model, parametersAt(run.recording, row), tokens, 100, noInterventions);
});

const column = () => inspector.page.locator("induction-classifier");
const strip = () =>
  column().getByRole("slider", { name: "Likeness k and attention α of every earlier place" });

test("a sentence counts the places that match, and what stands there", async () => {
  const places = Array.from(tokens.keys()).filter(
    (at) => at >= 2 && at < 100 && tokens[at - 1] === tokens[99] && tokens[at - 2] === tokens[98],
  );
  const counts = [0, 1, 2].map((token) => places.filter((at) => tokens[at] === token).length);
  const most = counts.indexOf(Math.max(...counts));
  const said = await column().locator(".caption").innerText();
  expect(said).toContain(`to the ${places.length} places whose last two tokens match; `);
  const all = counts[most] === places.length;
  expect(said).toContain(`${all ? "all" : counts[most]} of them say ${tokenName(most, 3)}.`);
  const given = places.reduce((sum, at) => sum + trace.pass.attention[at], 0);
  const told = Number(/gives (?:more than )?([\d.]+) % of its attention/.exec(said)?.[1]);
  expect(Math.abs(told - 100 * given)).toBeLessThan(0.1);
});

test("the arrow keys read every place exactly, and light it in the trace", async () => {
  await strip().focus();
  await inspector.page.keyboard.press("Home");
  const { kernel, attention } = trace.pass;
  for (let place = 0; place < 12; place++) {
    await expect(strip().getAttribute("aria-valuenow")).resolves.toBe(String(place + 1));
    await expectExact(column().locator(".reading"), [kernel[place], attention[place]]);
    const token = tokenName(tokens[place], 3);
    await expect(strip().getAttribute("aria-valuetext")).resolves.toContain(
      `place ${place + 1}: ${token}, k `,
    );
    await inspector.page.keyboard.press("ArrowRight");
  }
  const compared = inspector.page
    .locator("induction-trace")
    .getByRole("textbox", { name: "compared with place" });
  // What is out of sight lags behind.
  await inspector.send();
  await expect(compared.inputValue()).resolves.toBe("13");
  await inspector.page.keyboard.press("End");
  await expectExact(column().locator(".reading"), [kernel[99], attention[99]]);
});

test("the pointer reads the place that it is on", async () => {
  const box = await strip().boundingBox();
  await strip().hover({ position: { x: ((box?.width ?? 0) * 31.5) / 100, y: 20 } });
  await expect(strip().getAttribute("aria-valuenow")).resolves.toBe("32");
  await expectExact(column().locator(".reading"), [trace.pass.kernel[31], trace.pass.attention[31]]);
  await inspector.page.mouse.move(2, 2);
});

test("the table behind the strip has k and α of all places", async () => {
  await column()
    .getByRole("button", { name: /^Figure: likeness k/ })
    .click();
  await inspector.page.getByRole("menuitem", { name: "Show Table" }).click();
  const rows = column()
    .getByRole("region", { name: /^Table: likeness k/ })
    .locator("tbody tr");
  await expect(rows.count()).resolves.toBe(100);
  const shown = await rows.evaluateAll((all) =>
    all.map((row) => Array.from(row.querySelectorAll("data"), (one) => Number(one.getAttribute("value")))),
  );
  shown.forEach(([place, k, alpha], at) => {
    expect(place).toBe(at + 1);
    expect(k).toBeCloseTo(trace.pass.kernel[at], 13);
    expect(alpha).toBeCloseTo(trace.pass.attention[at], 13);
  });
  await column()
    .getByRole("button", { name: /^Figure: likeness k/ })
    .click();
  await inspector.page.getByRole("menuitem", { name: "Hide Table" }).click();
});

test("the votes stand against the token that truly follows", async () => {
  await expectExact(column().locator(".y"), [...trace.pass.output]);
  await expectExact(column().locator(".probability"), [...trace.prediction]);
  await expect(column().locator(".truth").innerText()).resolves.toBe(tokenName(tokens[100], 3));
});

test("GIH, frequencies and Bayes stand beside the votes when they are asked for, and only then", async () => {
  const { data } = run.experiment;
  if (data.kind !== "markov") throw new Error("the test's run draws its data");
  const rows = column().locator(".beside[role=cell]:not(.bar)");
  await expect(rows.count()).resolves.toBe(0);
  const toggle = column().getByRole("button", { name: "beside GIH and Bayes" });
  await toggle.click();
  await inspector.send();
  await expect(toggle.getAttribute("aria-pressed")).resolves.toBe("true");
  const set = { tokens, count: 1, sequenceLength: 100, alphabetSize: 3 };
  const others = [
    inductionHead(set, data.parents, trace.weights.scale, run.model),
    maximumLikelihood(set, data.parents),
    bayes(set, data),
  ];
  await expectExact(
    rows,
    [0, 1, 2].flatMap((token) => others.map((predictions) => predictions[token])),
  );
  await expect(column().getByRole("rowheader", { name: "Bayes for B" }).count()).resolves.toBe(1);
  await expectExact(column().locator(".y"), [...trace.pass.output]);
  await toggle.click();
  await inspector.send();
  await expect(rows.count()).resolves.toBe(0);
});

test("both figures leave the page as pictures of their own", async () => {
  for (const name of [/^Figure: likeness k/, /^Figure: votes/]) {
    await column().getByRole("button", { name }).click();
    await inspector.page.getByRole("menuitem", { name: "Save as SVG" }).click();
  }
  const saved = (await inspector.said()).flatMap((message) =>
    message.kind === "save"
      ? [new TextDecoder().decode(Uint8Array.from(Object.values(message.contents)))]
      : [],
  );
  expect(saved).toHaveLength(2);
  for (const svg of saved)
    expect(svg).toMatch(/^<\?xml[^]*<title>[^<]*place 101<\/title>[^]*<rect[^]*<\/svg>/);
  expect(saved[0].match(/<rect/g)?.length).toBeGreaterThan(200);
});

test("before anything stands there, the column is only about the scale", async () => {
  const field = inspector.page
    .locator("induction-trace")
    .getByRole("textbox", { name: "place", exact: true });
  await field.fill("1");
  await field.press("Enter");
  await expect(strip().count()).resolves.toBe(0);
  await expect(column().locator(".caption").innerText()).resolves.toMatch(/^a = /);
  expect(inspector.complaints).toEqual([]);
});
