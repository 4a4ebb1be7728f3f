import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { detectPhases, rateSentence, rSquaredText, stageRates, type StageRate } from "../../../core/inspect";
import { disentangledModel, type DisentangledModel } from "../../../core/model";
import { presets, type ExperimentSource } from "../../../core/config";
import { tokenExperiment } from "../../tokenExperiment";
import { lawValue } from "../../../core/theory";
import { startRun } from "../../../core/training";

interface Row {
  readonly step: number;
  readonly time: number;
  readonly parameters: Float64Array;
}

/** A preset with other stages, trained and recorded as any run is. */
async function trained(
  id: string,
  stages: NonNullable<NonNullable<ExperimentSource["training"]>["stages"]>,
): Promise<{ readonly model: DisentangledModel; readonly rows: readonly Row[] }> {
  const source = presets.find((preset) => preset.id === id)?.experiment;
  const data = { ...source?.data, trainSequences: 2_000, validationSequences: 0 };
  const experiment = tokenExperiment({ ...source, data, training: { stages } });
  const folder = await mkdtemp(path.join(tmpdir(), "rates-"));
  const rows: Row[] = [];
  try {
    const run = await startRun({
      experiment,
      baseDirectory: folder,
      runDirectory: path.join(folder, "run"),
      onEvent: (event) => {
        if (event.kind !== "recorded") return;
        rows.push({ step: event.step, time: event.time, parameters: event.parameters.slice() });
      },
    });
    expect((await run.finished).status).toBe("done");
  } finally {
    await rm(folder, { recursive: true });
  }
  return { model: disentangledModel({ ...experiment.model, alphabetSize: 3 }), rows };
}

const kindOf = ({ quantity }: StageRate) => quantity.kind;
const ratesOf = ({ model, rows }: Awaited<ReturnType<typeof trained>>) =>
  stageRates(model, rows, detectPhases(model, rows));

describe("of the paper's three stages", () => {
  let run: Awaited<ReturnType<typeof trained>>;
  let rates: readonly StageRate[];
  beforeAll(async () => {
    const sgd = { learningRate: 1, optimizer: "sgd" } as const;
    run = await trained("paper-three-stage", [
      { train: ["coefficients"], steps: 500, ...sgd },
      { train: ["rpe"], steps: 5_000, ...sgd },
      { train: ["scale"], steps: 2_000, ...sgd },
    ]);
    rates = ratesOf(run);
  });

  test("each has its quantity: the ratio, every selected head's attention, the scale", () => {
    expect(rates.map(kindOf)).toEqual(["ratio", "attention", "attention", "scale"]);
    expect(
      rates.flatMap(({ quantity }) => (quantity.kind === "attention" ? [quantity.head, quantity.lag] : [])),
    ).toEqual([0, 1, 1, 2]);
  });

  test("the laws that the paper predicts are those that fit best", () => {
    expect(rates.map(({ predicted }) => predicted)).toEqual(["exponential", "power", "power", "logarithm"]);
    expect(rates.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 4 }, () => "asPredicted"));
    for (const { best } of rates) expect(best?.rSquared).toBeGreaterThan(0.98);
  });

  test("times are since the phase began, levels are the tensors' own", () => {
    const [ratio, , , scale] = rates;
    for (const { times, steps, phase } of rates) {
      expect([times[0], steps[0], steps.at(-1)]).toEqual([0, phase.fromStep, phase.toStep]);
    }
    const { rows, model } = run;
    const end = rows.find(({ step }) => step === scale.phase.toStep);
    expect(scale.levels.at(-1)).toBe(end?.parameters.at(-1));
    if (ratio.quantity.kind !== "ratio") throw new Error("the first is the ratio");
    const offset = model.heads * model.window;
    const { winner, rival } = ratio.quantity;
    const last = rows.find(({ step }) => step === ratio.phase.toStep)?.parameters ?? new Float64Array();
    const [one, other] = [last[offset + winner], last[offset + rival]];
    expect(ratio.levels.at(-1)).toBeCloseTo(2 * (Math.log(Math.abs(one)) - Math.log(Math.abs(other))), 9);
    for (let subset = 0; subset < model.subsets.length; subset++) {
      if (subset !== winner) expect(Math.abs(last[offset + subset])).toBeLessThanOrEqual(Math.abs(other));
    }
  });

  test("the sentence names stage, law, numbers and agreement", () => {
    const sentences = rates.map(rateSentence);
    expect(sentences[0]).toMatch(/^stage I: .* ~ [\d.]+ exp\([\d.]+ t\), R² [\d.]+, as predicted$/);
    expect(sentences[1]).toMatch(
      /^stage II: 1 − σ of head 1 at lag 1 ~ .*\^−[\d.]+, R² [\d.]+, as predicted$/,
    );
    expect(sentences[3]).toMatch(
      /^stage III: a ~ −?[\d.]+ \+ [\d.]+ log(\(t \+ [\d.]+\)| t), R² 0\.\d+, as predicted$/,
    );
  });

  test("recording the same more densely changes the laws' numbers but little", () => {
    const { model, rows } = run;
    const sparse = rows.filter(({ step }, at) => at % 3 === 0 || step === rows.at(-1)?.step);
    const phases = detectPhases(model, rows);
    const coarse = stageRates(model, sparse, phases);
    expect(coarse.map(({ best }) => best?.law.kind)).toEqual(rates.map(({ best }) => best?.law.kind));
    const [dense, thin] = [rates, coarse].map((all) => {
      const { best } = all[3];
      return best ? lawValue(best.law, 1_000) : NaN;
    });
    expect(Math.abs(thin / dense - 1)).toBeLessThan(0.02);
  });
});

test("the theorem's setting as a gradient flow: exponential, then power laws", async () => {
  const flow = (time: number) => ({
    steps: 3_000,
    optimizer: { kind: "flow", tolerance: 1e-9, time } as const,
  });
  const rates = ratesOf(
    await trained("paper-theory", [
      { train: ["coefficients"], ...flow(5) },
      { train: ["rpe"], ...flow(4_000) },
      { train: ["scale"], ...flow(20) },
    ]),
  );
  expect(rates.map(kindOf)).toEqual(["ratio", "attention", "attention", "scale"]);
  expect(rates.slice(0, 3).map(({ best }) => best?.law.kind)).toEqual(["exponential", "power", "power"]);
  for (const { best } of rates.slice(0, 3)) expect(best?.rSquared).toBeGreaterThan(0.999);
  // Time, not steps: the stage was integrated up to there.
  expect(rates[1].times.at(-1)).toBeCloseTo(4_000, 6);
});

test("where too little was recorded or nothing fits, it says so instead of numbers", () => {
  const model = disentangledModel({
    ...{ alphabetSize: 3, heads: 2, window: 3, maxDegree: 2, includeEmptySubset: false, lagMask: null },
    ...{ normalizeValues: "none", boundary: "skip", loss: "log", epsilon: 1e-5 },
  });
  const rowAt = (step: number, scale: number) => ({
    step,
    parameters: Float64Array.of(5, 0, 0, 0, 5, 0, 1, 1, 9, scale),
  });
  const growth = (to: number) => [{ kind: "growth", fromStep: 0, toStep: to }] as const;
  const three = [0, 1, 2].map((step) => rowAt(step, step));
  const [few] = stageRates(model, three, growth(2));
  expect([few.verdict, few.best, few.fits]).toEqual(["unknown", null, null]);
  expect(rateSentence(few)).toMatch(/too few/);
  const up = Array.from({ length: 60 }, (_, step) => rowAt(step, Math.sin(step)));
  const [waves] = stageRates(model, up, growth(59));
  expect(waves.verdict).toBe("none");
  expect(rateSentence(waves)).toMatch(/follows no simple law/);
  expect(stageRates(model, [], growth(2))).toEqual([]);
});

describe("of a model with an empty subset", () => {
  const model = disentangledModel({
    ...{ alphabetSize: 3, heads: 2, window: 3, maxDegree: 2, includeEmptySubset: true, lagMask: null },
    ...{ normalizeValues: "none", boundary: "skip", loss: "log", epsilon: 1e-5 },
  });
  /** c of {}, {1}, {2} and {1, 2}: the empty one goes up and down, as it does where a learning rate is too large for it. */
  const rows = Array.from({ length: 40 }, (_, step) => ({
    step,
    parameters: Float64Array.of(
      ...[5, 0, 0, 0, 5, 0],
      ...[(-1) ** step * 0.5, 0.1 * Math.exp(-0.2 * step), 0.1 * Math.exp(-0.3 * step), 1, 0.1],
    ),
  }));
  const selection = [{ kind: "selection", fromStep: 0, toStep: 39 }] as const;

  test("the rival is the strongest set that the theorem knows", () => {
    const [ratio] = stageRates(model, rows, selection);
    expect(ratio.quantity).toEqual({ kind: "ratio", winner: 3, rival: 1 });
    expect(ratio.verdict).toBe("asPredicted");
    expect(ratio.best?.law).toMatchObject({ kind: "exponential" });
    expect(ratio.best?.rSquared).toBeGreaterThan(1 - 1e-9);
  });

  test("there is no ratio where no other set has heads", () => {
    const lonely = { ...model, subsets: [[], [0, 1]] };
    const two = rows.map(({ step, parameters }) => ({
      step,
      parameters: Float64Array.of(...parameters.subarray(0, 7), 1, 0.1),
    }));
    expect(stageRates(lonely, two, selection)).toEqual([]);
  });

  test("over a short way another law may fit better, but the predicted one is not refuted", () => {
    const sigmaAt = (step: number) => 0.6 + 0.05 * Math.log(1 + step / 3);
    const heads = rows.map(({ step }) => ({
      step,
      parameters: Float64Array.of(
        ...[sigmaAt(step), 0.5, 0.5].map((sigma, lag) =>
          lag === 0 ? Math.log((2 * sigma) / (1 - sigma)) : 0,
        ),
        ...[0, 5, 0, 0, 0, 0, 1, 1],
      ),
    }));
    const [head] = stageRates(model, heads, [{ kind: "concentration", fromStep: 0, toStep: 39 }]);
    expect(head.best?.law.kind).toBe("logarithm");
    expect(head.verdict).toBe("nearly");
    expect(rateSentence(head)).toMatch(/; the predicted power law does nearly as well \(R² 0\.999\d+\)$/);
  });
});

test("R² has the digits that tell it from 1, and is never rounded to it", () => {
  const texts = [0.12, 0.9512, 0.99987, 0.9999963, 0.99999999, 1].map((rSquared) =>
    rSquaredText({ rSquared } as Parameters<typeof rSquaredText>[0]),
  );
  expect(texts).toEqual(["0.12", "0.951", "0.99987", "0.999996", "0.999999", "1"]);
});
