import { describe, expect, test } from "vitest";
import { circuitMeasures, firstLayerPattern, isMeasurable, secondLayerPattern } from "../../../core/inspect";
import { disentangledModel, weightsOf, type DisentangledModel } from "../../../core/model";
import { repeatedTokens } from "../../../core/inspect/repeatedTokens";
import { familyCases, familySetting } from "../model/families";

function modelWith(more: Partial<Parameters<typeof disentangledModel>[0]> = {}): DisentangledModel {
  return disentangledModel({
    ...{ alphabetSize: 3, heads: 2, window: 4, maxDegree: 2, includeEmptySubset: false, lagMask: null },
    ...{ normalizeValues: "none", boundary: "skip", loss: "log", epsilon: 1e-5 },
    ...more,
  });
}

/** Heads that read one lag each, and all weight on both together. */
function parametersOf(
  { heads, window, subsets }: DisentangledModel,
  scale: number,
  sharpness = 60,
): Float64Array {
  const parameters = new Float64Array(heads * window + subsets.length + 1);
  for (let head = 0; head < heads; head++) parameters[head * window + head] = sharpness;
  parameters[heads * window + subsets.length - 1] = 1;
  parameters[parameters.length - 1] = scale;
  return parameters;
}

test("the tokens are blocks of 25 that come at least four times, the same every time", () => {
  const sequences = repeatedTokens(3, 5);
  expect(sequences).toEqual(repeatedTokens(3, 5));
  expect(new Set(sequences.map((tokens) => tokens.join())).size).toBe(sequences.length);
  for (const tokens of sequences) {
    expect(tokens).toHaveLength(100);
    expect(new Set(tokens)).toEqual(new Set([0, 1, 2]));
    tokens.forEach((token, at) => expect(token).toBe(tokens[at % 25]));
  }
  expect(repeatedTokens(3, 60)[0].length).toBeGreaterThanOrEqual(60 + 50);
});

describe.each(["skip", "truncate"] as const)("with boundary %s", (boundary) => {
  const model = modelWith({ boundary });

  test("an induction head has the score of one who attends to all matches alike", () => {
    const { heads, perfect, chance } = circuitMeasures(model, parametersOf(model, 60));
    const second = heads[heads.length - 1];
    expect(second.head).toBeNull();
    // In a window that is cut short, a head reads what there is: one place more may match.
    expect(second.prefixMatching).toBeCloseTo(perfect, boundary === "skip" ? 6 : 2);
    // Of nine pairs of tokens about one in nine matches by accident.
    expect(perfect).toBeGreaterThan(0.15);
    expect(perfect).toBeLessThan(0.5);
    expect(chance).toBeLessThan(0.05);
  });

  test("before the training the second layer has the score of chance, and the most entropy there is", () => {
    const { heads, chance } = circuitMeasures(model, parametersOf(model, 0));
    const second = heads[heads.length - 1];
    expect(second.prefixMatching).toBeCloseTo(chance, 9);
    const first = boundary === "skip" ? model.window : 0;
    const rows = Array.from({ length: 101 - first - 25 }, (_, at) => Math.log(25 + at));
    expect(second.entropy).toBeCloseTo(rows.reduce((sum, log) => sum + log, 0) / rows.length, 5);
  });

  test("a head that reads one lag has the previous-token score 1 there, and no entropy", () => {
    const { heads } = circuitMeasures(model, parametersOf(model, 1));
    heads.slice(0, 2).forEach(({ head, previousToken, entropy, prefixMatching }, at) => {
      expect(head).toBe(at);
      expect(Array.from(previousToken, (score) => Math.round(1e6 * score) / 1e6)).toEqual(
        Array.from({ length: 4 }, (_, lag) => (lag === at ? 1 : 0)),
      );
      expect(entropy).toBeCloseTo(0, 6);
      expect(prefixMatching).toBe(0);
    });
  });
});

test("with many tokens nothing matches by accident: a perfect head's score is 1", () => {
  const model = modelWith({ alphabetSize: 200 });
  const { heads, perfect } = circuitMeasures(model, parametersOf(model, 80));
  expect(perfect).toBeGreaterThan(0.97);
  expect(heads[2].prefixMatching).toBeCloseTo(perfect, 4);
});

test("a first-layer head whose window reaches a block back matches prefixes where it attends there", () => {
  const model = modelWith({ window: 30 });
  const parameters = parametersOf(model, 1);
  // What followed the same token, a block before, lies 24 places back.
  parameters[23] = 200;
  const { heads } = circuitMeasures(model, parameters);
  expect(heads[0].prefixMatching).toBeCloseTo(1, 6);
  expect(heads[1].prefixMatching).toBeCloseTo(0, 12);
});

test("all scores are means over the attention patterns of those tokens", () => {
  const model = modelWith({ boundary: "truncate", normalizeValues: "l2" });
  const parameters = parametersOf(model, 5, 1.5);
  const weights = weightsOf(model, parameters);
  const sequences = repeatedTokens(3, 4);
  let [attention, entropy, rows] = [0, 0, 0];
  for (const tokens of sequences) {
    const { values } = secondLayerPattern(model, weights, tokens);
    for (let row = 25; row <= 100; row++, rows++) {
      for (let key = 0; key < row; key++) {
        const share = values[row * 100 + key];
        if ((row - key) % 25 === 0) attention += share;
        entropy -= share > 0 ? share * Math.log(share) : 0;
      }
    }
  }
  const measured = circuitMeasures(model, parameters);
  expect(measured.heads[2].prefixMatching).toBeCloseTo(attention / rows, 9);
  expect(measured.heads[2].entropy).toBeCloseTo(entropy / rows, 9);
  const first = firstLayerPattern(model, weights, 1, new Uint8Array(100));
  const scores = Array.from({ length: 4 }, (_, lag) => first.values[50 * 100 + 49 - lag]);
  measured.heads[1].previousToken.forEach((score, lag) => expect(score).toBeCloseTo(scores[lag], 9));
});

test("heads copy tokens as they are: the copying score is 1 for every one", () => {
  const { heads } = circuitMeasures(modelWith(), parametersOf(modelWith(), 3));
  expect(heads.map(({ copying }) => copying)).toEqual([1, 1, 1]);
});

test.each(familyCases.map((one) => [one.name, one] as const))(
  "%s: scores are numbers of the attention, as far as positions reach",
  async (_, familyCase) => {
    const { model, parameters } = await familySetting(familyCase);
    if (model.family === "absolute") {
      expect(isMeasurable(model)).toBe(false);
      expect(() => circuitMeasures(model, parameters)).toThrow(RangeError);
      return;
    }
    expect(isMeasurable(model)).toBe(true);
    const { heads, chance, perfect } = circuitMeasures(model, parameters);
    expect(heads.map(({ head }) => head)).toEqual([...Array(model.heads).keys(), null]);
    for (const { prefixMatching, entropy, copying, head } of heads) {
      expect(prefixMatching).toBeGreaterThanOrEqual(0);
      expect(prefixMatching).toBeLessThanOrEqual(1);
      expect(entropy).toBeGreaterThanOrEqual(0);
      expect(copying).toBe(model.family === "full" && head !== null ? NaN : 1);
    }
    expect(chance).toBeGreaterThan(0);
    expect(Number.isNaN(perfect)).toBe(model.family === "mlp");
  },
);
