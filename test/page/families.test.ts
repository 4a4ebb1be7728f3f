/**
 * Runs of every model family on the built page: each of its parts shows what the family has, and says so where it has
 * none; matrices of heads and likenesses of windows are the model's own numbers.
 */
import axe, { type AxeResults } from "axe-core";
import { beforeAll, describe, expect, test } from "vitest";
import { traceAt, windowSimilarity } from "../../core/inspect";
import { weightsOf } from "../../core/model";
import type { ToPanel } from "../../core/protocol";
import { contentOf, openInspector, showing, type Inspector } from "./inspectorPage";
import { parametersAt, trained, type RecordedRun } from "./recorded";
import { exactNumbers, expectAlike, overflowOf, standOn } from "./standing";
import { setStage } from "./stage";
import { answerTo } from "./tracing";

const stage = setStage();
const runs = new Map<string, RecordedRun>();

const small = { trainSequences: 60, validationSequences: 20, sequenceLength: 40 };
const stageOf = (steps: number, learningRate: number, ...train: readonly string[]) => ({
  stages: [{ train, steps, learningRate }],
});
const selector = ["coefficients", "scale"];
const experiments = {
  disentangled: { training: stageOf(20, 1, "rpe", ...selector) },
  full: {
    model: { family: "full" },
    training: stageOf(
      ...([20, 0.01, "rpe", "query", "key", "outputValue", "normGain", "normBias"] as const),
      ...selector,
    ),
  },
  mlp: {
    model: { family: "mlp", boundary: "truncate", hiddenUnits: 8 },
    training: stageOf(
      ...([20, 0.3, "rpe", "normGain", "normBias", "hiddenWeights", "hiddenBias"] as const),
      ...["outputWeights", "outputBias", "finalGain", "finalBias", "scale"],
    ),
  },
  deep: {
    model: { family: "deep", heads: 2, window: 3 },
    training: stageOf(8, 1, "rpe", ...selector),
  },
  absolute: {
    model: { family: "absolute", embeddingSize: 4 },
    training: stageOf(8, 0.3, "positions", "query", "key", ...selector),
  },
} as const;
type FamilyName = keyof typeof experiments;
const families = Object.keys(experiments) as FamilyName[];

beforeAll(async () => {
  await Promise.all(
    families.map(async (name) => {
      const run = await trained(stage.folder, name, { name, data: small, ...experiments[name] });
      runs.set(name, run);
    }),
  );
});

const runOf = (name: FamilyName): RecordedRun => {
  const run = runs.get(name);
  if (!run) throw new Error(`${name} was not trained`);
  return run;
};
const place = { set: "validation", index: 0 } as const;

/** One page a run, as it is after the host has told of it and answered for its sequence. */
const pages = new Map<FamilyName, Inspector>();

async function shown(name: FamilyName): Promise<Inspector> {
  const inspector = pages.get(name) ?? (await openInspector(stage.browser, { width: 1400 }));
  pages.set(name, inspector);
  const run = runOf(name);
  await inspector.send(...showing(run), await answerTo(run, place));
  return inspector;
}

async function tokensOf(name: FamilyName): Promise<Uint8Array> {
  const message = await answerTo(runOf(name), place);
  if (message.kind !== "sequence" || message.sequence.kind !== "tokens") throw new Error("no tokens");
  return message.sequence.tokens;
}

function lastParameters({ recording }: RecordedRun): Float64Array {
  return parametersAt(recording, recording.snapshots.steps.length - 1);
}

describe.each(families)("a run of the family %s", (name) => {
  test("fills every part and every tab without a number that is none", async () => {
    const inspector = await shown(name);
    const { page } = inspector;
    const tabs = await page.getByRole("tab").allTextContents();
    expect(tabs.length).toBeGreaterThan(7);
    for (const tab of tabs) {
      await page.getByRole("tab", { name: tab.trim(), exact: true }).click();
      await inspector.send();
      const said = await page.locator("main").ariaSnapshot();
      expect(said, tab).not.toMatch(/NaN|undefined|Infinity|\[object/);
      const lost = await page
        .locator("main data")
        .evaluateAll((all) => all.filter((one) => one.getAttribute("value") === "NaN").length);
      expect(lost, tab).toBe(0);
    }
    const matrices = name === "full" ? 6 : 0;
    await expect(page.locator("induction-head-matrices induction-heat-cells").count()).resolves.toBe(
      matrices,
    );
    await page.setViewportSize({ width: 480, height: 900 });
    await inspector.send();
    await expect(overflowOf(inspector)).resolves.toBe(0);
    await page.setViewportSize({ width: 1400, height: 900 });
    expect(inspector.complaints).toEqual([]);
  });
});

describe("the matrices of the full model’s heads", () => {
  const cells = Array.from({ length: 9 }, (_, at) => at);

  test.each([
    ["W_QK", 2],
    ["W_OV", 3],
  ] as const)("%s of head %i are read cell by cell, at whatever step", async (matrix, head) => {
    const inspector = await shown("full");
    const { page } = inspector;
    const { recording, model } = runOf("full");
    const slider = page.getByRole("slider", { name: `${matrix} of head ${head}` });
    const value = page.locator("induction-head-matrices .reading data");
    for (const step of [0, 5, 20]) {
      await standOn(inspector, step);
      const { content } = weightsOf(model, parametersAt(recording, recording.snapshots.steps.indexOf(step)));
      if (content.kind !== "full") throw new Error("the model is not full");
      const values = (matrix === "W_QK" ? content.match : content.outputValue).subarray(
        9 * (head - 1),
        9 * head,
      );
      await slider.focus();
      const read: number[] = [];
      for (const at of step === 20 ? cells : [0]) {
        if (at > 0) await page.keyboard.press(at % 3 === 0 ? "ArrowDown" : "ArrowRight");
        if (at > 0 && at % 3 === 0) await page.keyboard.press("Home");
        read.push(Number(await value.getAttribute("value")));
      }
      expectAlike(read, [...values].slice(0, read.length));
      await slider.blur();
    }
    await standOn(inspector, null);
    await slider.focus();
    const verb = matrix === "W_QK" ? "looks for" : "brings";
    await expect(slider.getAttribute("aria-valuetext")).resolves.toMatch(
      new RegExp(`^head ${head}, A ${verb} A: −?[\\d.e−]+$`),
    );
    expect(inspector.complaints).toEqual([]);
  });
});

test.each(families)("the likenesses of windows in the family %s are the model’s k", async (name) => {
  const inspector = await shown(name);
  const { page } = inspector;
  const tokens = await tokensOf(name);
  const position = tokens.length - 1;
  const parameters = lastParameters(runOf(name));
  const { queries, keys } = windowSimilarity(runOf(name).model, parameters, tokens.subarray(0, position));
  const trace = traceAt(runOf(name).model, parameters, tokens, position);
  const view = page.locator("induction-window-similarity");
  const map = view.getByRole("slider", { name: "k between windows" });
  await map.focus();
  // Reading begins in the row of the window that is traced.
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Home");
  const row = queries.findIndex((window) => window.position === position);
  const pass = keys.map((key) => trace.pass.kernel[key.position] ?? NaN);
  for (const [column, expected] of pass.slice(0, 6).entries()) {
    if (column > 0) await page.keyboard.press("ArrowRight");
    const [told] = await exactNumbers(view.locator(".reading"));
    // The traced window itself is looked at only where it stands earlier too.
    if (!Number.isNaN(expected)) expectAlike([told], [expected], "single");
  }
  await expect(map.getAttribute("aria-valuenow")).resolves.toBe(String(row * keys.length + 6));
  const letters = "ABC";
  const asking = Array.from(queries[row].tokens, (token) => letters[token]).join("");
  await expect(view.locator(".reading").innerText()).resolves.toMatch(
    new RegExp(`^${asking}\\b.* asks, .* k `),
  );
  expect(inspector.complaints).toEqual([]);
});

test("where an MLP selects, there are no subsets, and that is said", async () => {
  const inspector = await shown("mlp");
  const { page } = inspector;
  await expect(page.locator("induction-selector .caption").innerText()).resolves.toMatch(
    /^An MLP stands in place of the selector, so no subsets of heads are weighed\./,
  );
  await expect(page.locator("induction-subset-bars").count()).resolves.toBe(0);
  const trace = page.locator("induction-trace");
  await expect(trace.locator(".subsets").count()).resolves.toBe(0);
  const [likeness, kernel] = await exactNumbers(trace.locator(".comparison"));
  expect(likeness).toBe(kernel);
});

test("heads of several layers are named with their layer", async () => {
  const inspector = await shown("deep");
  const { page } = inspector;
  const names = await page.locator("induction-copier tbody th").allInnerTexts();
  expect(names.map((one) => one.trim())).toEqual([
    ...["layer 1 head 1", "layer 1 head 2", "layer 2 head 1", "layer 2 head 2"],
  ]);
  await expect(page.locator("induction-trace .bring .name").allInnerTexts()).resolves.toEqual([
    ...["h1.1", "h1.2", "h2.1", "h2.2"],
  ]);
});

test("a place that absolute positions do not reach is said to be beyond them", async () => {
  const inspector = await shown("absolute");
  const { page } = inspector;
  const place = page.locator("induction-trace").getByRole("textbox", { name: "place", exact: true });
  await place.fill("42");
  await place.press("Enter");
  await inspector.send();
  await page.getByRole("tab", { name: "Attention maps" }).click();
  await inspector.send();
  const said = /learned positions for 40 tokens and the one that follows/;
  for (const part of ["induction-trace", "induction-maps", "induction-window-similarity"]) {
    await expect(page.locator(part).ariaSnapshot(), part).resolves.toMatch(said);
  }
  await page.getByRole("tab", { name: "Heads" }).click();
  await expect(page.locator("induction-measures").ariaSnapshot()).resolves.toMatch(/nothing can be measured/);
  expect(inspector.complaints).toEqual([]);
});

test("formulas of the full model are its own, those of an MLP are no sums over subsets", async () => {
  const full = await shown("full");
  const formulaOf = async ({ page }: Inspector, within: string) => {
    await page.locator(within).first().getByRole("button", { name: /./ }).first().click();
    const dialog = page.getByRole("dialog");
    const text = await dialog.innerText();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    return text.replaceAll(/\s+/g, " ");
  };
  await expect(formulaOf(full, "induction-trace .bring")).resolves.toContain("W_Q W_Kᵀ");
  await expect(formulaOf(full, "induction-trace .comparison induction-number")).resolves.toContain("ReLU");
  const mlp = await shown("mlp");
  await expect(formulaOf(mlp, "induction-trace .comparison induction-number")).resolves.toContain(
    "LayerNorm",
  );
});

test("runs of all families stand beside each other on every tab", async () => {
  const inspector = await openInspector(stage.browser, { width: 1400 });
  const { page } = inspector;
  const all = families.toReversed().map(runOf);
  const roles = all.map(({ facts }, at) => ({ role: at === 0 ? "main" : "compared", facts }) as const);
  const recordings = all.map(({ facts, recording }): ToPanel => ({
    ...{ kind: "recording", run: facts.run, recording },
  }));
  await inspector.send({ kind: "content", content: contentOf(roles) }, ...recordings);
  await inspector.send(await answerTo(all[0], place));
  for (const tab of await page.getByRole("tab").allTextContents()) {
    await page.getByRole("tab", { name: tab.trim(), exact: true }).click();
    await inspector.send();
    expect(await page.locator("main").ariaSnapshot(), tab).not.toMatch(/NaN|undefined|\[object/);
  }
  await page.getByRole("tab", { name: "Compare" }).click();
  await expect(page.locator("induction-comparison").ariaSnapshot()).resolves.toContain("no subsets: an MLP");
  await expect(page.locator("induction-window-similarity").count()).resolves.toBe(families.length);
  await inspector.picture("families-compared");
  expect(inspector.complaints).toEqual([]);
  await page.context().close();
});

test.each(["full", "mlp"] as const)("axe finds nothing serious in a run of the family %s", async (name) => {
  const inspector = await shown(name);
  await inspector.page.evaluate(axe.source);
  for (const theme of ["dark", "light"] as const) {
    await inspector.setTheme(theme);
    await inspector.picture(`family-${name}-${theme}`);
    const { violations } = await inspector.page.evaluate<AxeResults>(
      `axe.run(${JSON.stringify({ resultTypes: ["violations"] })})`,
    );
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(
      serious.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`)),
    ).toEqual([]);
  }
});
