/** A cell's numbers against plain float64 sums, and what they do not depend on. */
import { expect, test } from "vitest";
import { drawSequences, drawTransitions, type ChainLaw } from "../../../core/data";
import { evaluateCell, type CellPlan } from "../../../core/evaluation";
import {
  initialOf,
  disentangledModel,
  forwardSequence,
  sequenceLoss,
  weightsOf,
  type Model,
} from "../../../core/model";

const law: ChainLaw = {
  alphabetSize: 3,
  parents: [1, 2],
  sequenceLength: 50,
  prior: { alpha: 0.3, floor: 0.01 },
  initial: "uniform",
};

function planWith(loss: "log" | "softmax", changes: Partial<CellPlan> = {}): CellPlan {
  const model = disentangledModel({
    ...{ alphabetSize: 3, heads: 3, window: 5, maxDegree: 2, includeEmptySubset: false, lagMask: null },
    ...{ normalizeValues: "none", boundary: "skip", loss, epsilon: 1e-6 },
  });
  const initial = { rpe: { diagonal: 3, offDiagonal: 0.1 }, coefficients: 0.01, scale: 6 };
  const weights = weightsOf(model, initialOf(model, initial, 0));
  return { model, weights, law, seed: 4, first: 30, sequences: 70, selected: [1, 2], ...changes };
}

/** Mean and standard error by their definitions. */
function plainEstimate(values: readonly number[]) {
  const mean = values.reduce((a, b) => a + b) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, standardError: Math.sqrt(variance / values.length) };
}

function close(found: { mean: number; standardError: number }, values: readonly number[]): void {
  const expected = plainEstimate(values);
  expect(Math.abs(found.mean - expected.mean)).toBeLessThan(1e-10);
  expect(Math.abs(found.standardError - expected.standardError)).toBeLessThan(1e-10);
}

/** y of those that are written here once more, by the sequence's own tokens. */
async function plainly(tokens: Uint8Array, number: number, scale: number) {
  const length = tokens.length - 1;
  const same = (key: number, lags: readonly number[]) =>
    lags.every((lag) => key >= lag && tokens[key - lag] === tokens[length - lag]);
  const keys = Array.from({ length }, (_, key) => key);
  const counted = (weights: readonly number[]) => {
    const y = [0, 0, 0];
    weights.forEach((weight, key) => (y[tokens[key]] += weight));
    const sum = y.reduce((a, b) => a + b);
    return sum === 0 ? [1 / 3, 1 / 3, 1 / 3] : y.map((value) => value / sum);
  };
  const frequencies = (lags: readonly number[]) => counted(keys.map((key) => (same(key, lags) ? 1 : 0)));
  const head = counted(keys.map((key) => (key < 5 ? 0 : Math.exp(same(key, [1, 2]) ? scale : 0))));
  const matching = keys.filter((key) => key >= 5 && same(key, [1, 2]));
  const limit = counted(
    keys.map((key) => (key >= 5 && (matching.length === 0 || matching.includes(key)) ? 1 : 0)),
  );
  const transitions = await drawTransitions(law, 4, "validation", number);
  const row = tokens[length - 1] + 3 * tokens[length - 2];
  return new Map([
    ["uniform  null", [1 / 3, 1 / 3, 1 / 3]],
    ["unigram  null", frequencies([])],
    ["maximumLikelihood 1 null", frequencies([1])],
    ["maximumLikelihood 2 null", frequencies([2])],
    ["maximumLikelihood 1,2 null", frequencies([1, 2])],
    [`inductionHead 1,2 ${scale}`, head],
    ["inductionHead 1,2 Infinity", limit],
    ["oracle 1,2 null", [...transitions.slice(3 * row, 3 * row + 3)]],
  ]);
}

const lossOf = (model: Model, y: readonly number[], target: number, loss: "log" | "softmax") =>
  sequenceLoss({ ...model, loss }, Float64Array.from(y), target);

test.each(["log", "softmax"] as const)(
  "losses, gaps, divergences and total variations are plain means over the sequences, by the %s loss",
  async (kind) => {
    const plan = planWith(kind);
    const { model, weights, first, sequences } = plan;
    const cell = await evaluateCell(plan);
    expect(cell).toMatchObject({ sequenceLength: 50, alpha: 0.3, floor: 0.01, sequences: 70 });
    const { tokens } = await drawSequences(law, 4, "validation", first, sequences);
    const rows = Array.from({ length: sequences }, (_, i) => tokens.subarray(i * 51, (i + 1) * 51));
    const own = rows.map((row) => [...forwardSequence(model, weights, row).output]);
    const others = await Promise.all(rows.map((row, i) => plainly(row, first + i, weights.scale)));
    close(
      cell.loss,
      own.map((y, i) => lossOf(model, y, rows[i][50], kind)),
    );
    close(
      cell.logLoss,
      own.map((y, i) => lossOf(model, y, rows[i][50], "log")),
    );
    const names = cell.predictors.map(
      ({ kind: name, lags, scale }) => `${name} ${lags.join()} ${String(scale)}`,
    );
    expect(names.toSorted()).toEqual([...others[0].keys(), "bayes 1,2 null"].toSorted());
    cell.predictors.forEach((found, index) => {
      const ys = others.flatMap((all) => [all.get(names[index]) ?? []]);
      if (found.kind === "bayes") return;
      const losses = (of: readonly (readonly number[])[], loss: "log" | "softmax") =>
        of.map((y, i) => lossOf(model, y, rows[i][50], loss));
      const less = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value - b[i]);
      close(found.loss, losses(ys, kind));
      close(found.gap, less(losses(own, kind), losses(ys, kind)));
      close(found.logLoss, losses(ys, "log"));
      close(found.logGap, less(losses(own, "log"), losses(ys, "log")));
      const divergence = (y: readonly number[], other: readonly number[]) =>
        y.reduce((sum, value, e) => sum + value * Math.log((value + 1e-6) / (other[e] + 1e-6)), 0);
      close(
        found.divergence,
        ys.map((y, i) => divergence(y, own[i])),
      );
      const variation = (y: readonly number[], other: readonly number[]) =>
        y.reduce((sum, value, e) => sum + Math.abs(value - other[e]) / 2, 0);
      close(
        found.totalVariation,
        ys.map((y, i) => variation(y, own[i])),
      );
    });
  },
);

test("in portions of any size, the numbers are the same bits", async () => {
  const whole = await evaluateCell(planWith("log"));
  for (const portion of [1, 7, 69, 1000]) {
    expect(await evaluateCell(planWith("log", { portion }))).toEqual(whole);
  }
});

test("other sequences, other numbers", async () => {
  const [one, other] = [
    await evaluateCell(planWith("log")),
    await evaluateCell(planWith("log", { first: 100 })),
  ];
  expect(other.loss.mean).not.toBe(one.loss.mean);
  expect(other.predictors[0].loss).toEqual(one.predictors[0].loss);
});

test("the oracle is there however many rows π has", async () => {
  const large: ChainLaw = { ...law, parents: [1, 2, 3, 4, 5, 6, 7, 8], prior: { alpha: 0.1, floor: 0 } };
  const plan = planWith("log");
  const cell = await evaluateCell({ ...plan, law: large, sequences: 60 });
  const [bayes, oracle] = cell.predictors.slice(-2);
  expect([bayes.kind, oracle.kind]).toEqual(["bayes", "oracle"]);
  expect(oracle.loss.mean).toBeLessThan(bayes.loss.mean);
  expect(cell.predictors).toHaveLength(2 + 255 + 2 + 2);
});
