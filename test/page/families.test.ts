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
import { exactNumbers, expectAlike, standOn } from "./standing";
import { setStage } from "./stage";
import { answerTo, expectExact } from "./tracing";

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

async function shown(name: FamilyName, wishes = {}): Promise<Inspector> {
  const inspector = await openInspector(stage.browser, wishes);
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
    const inspector = await shown(name, { width: 1400 });
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
    await inspector.picture(`family-${name}-dark`);
    await inspector.setTheme("light");
    await inspector.picture(`family-${name}-light`);
    expect(inspector.complaints).toEqual([]);
    await page.context().close();
  });
});
