/** Likenesses of windows are the model's own k, whatever its family, and what agrees stands together. */
import { describe, expect, test } from "vitest";
import { traceAt, windowSimilarity, type ComparedWindow } from "../../../core/inspect";
import {
  firstKeyOf,
  headsOfLayer,
  initialOf,
  modelOf,
  type Model,
  type ModelShape,
} from "../../../core/model";
import { familyCases, familySetting, type FamilyCase } from "../model/families";

const disentangled: FamilyCase = { name: "disentangled", shape: { family: "disentangled" } };
const named = [disentangled, ...familyCases].map((one) => [one.name, one] as const);

const windowBefore = (model: Model, tokens: Uint8Array, position: number) =>
  tokens.slice(Math.max(0, position - (model.window * model.heads) / headsOfLayer(model)), position);

describe.each(named)("%s", (_, familyCase) => {
  test("every pair has the k of a trace at a place with the one window, looking at a place with the other", async () => {
    const { model, data, parameters } = await familySetting(familyCase);
    const tokens = data.tokens.slice(0, data.sequenceLength);
    const similarity = windowSimilarity(model, parameters, tokens, 1000);
    const { queries, keys, values } = similarity;
    expect(queries.length).toBeGreaterThan(3);
    let compared = 0;
    queries.forEach((query, row) => {
      const { pass } = traceAt(model, parameters, tokens, query.position);
      keys.forEach((key, column) => {
        if (key.position >= query.position) return;
        expect(values[row * keys.length + column]).toBeCloseTo(pass.kernel[key.position], 12);
        compared++;
      });
    });
    expect(compared).toBeGreaterThan(10);
  });

  test("windows are those before the places from the first key on, counted", async () => {
    const { model, data, parameters } = await familySetting(familyCase);
    const tokens = data.tokens.slice(0, data.sequenceLength);
    const { queries, keys, distinct } = windowSimilarity(model, parameters, tokens, 1000);
    expect(queries).toHaveLength(distinct);
    const places = tokens.length + 1 - firstKeyOf(model);
    const total = (windows: readonly ComparedWindow[]) => windows.reduce((sum, { count }) => sum + count, 0);
    expect(total(queries)).toBe(places);
    for (const { tokens: window, own, position } of [...queries, ...keys]) {
      expect(window).toEqual(windowBefore(model, tokens, position));
      expect(own).toBe(own === null ? null : tokens[position]);
    }
    expect(keys.every(({ own }) => (own !== null) === (model.family === "full"))).toBe(true);
  });
});

/** Head h reads lag h. @param maxDegree 2: all weight on both heads together; 1: half of it on each */
const sharp = (maxDegree: 1 | 2 = 2) => {
  const shape: ModelShape = {
    family: "disentangled",
    ...{ heads: 2, window: 4, maxDegree, includeEmptySubset: false, lagMask: null, epsilon: 1e-6 },
    normalizeValues: "none",
    boundary: "skip",
    loss: "log",
  };
  const model = modelOf(shape, { alphabetSize: 3 });
  const initial = {
    ...{ rpe: { diagonal: 30, offDiagonal: 0 }, coefficients: 0.01, scale: 1 },
  };
  const parameters = initialOf(model, initial, 1);
  if (maxDegree === 2) parameters.fill(0, 8, 10);
  return { model, parameters };
};
const drawn = Uint8Array.from({ length: 200 }, (_, at) => (at * at + (at >> 2) + (at >> 4)) % 3);

test("a sharp head finds windows alike where the tokens at its lags are the same, and they stand together", () => {
  const { model, parameters } = sharp();
  const { queries, keys, values, lags } = windowSimilarity(model, parameters, drawn);
  expect(lags).toEqual([1, 2]);
  const endOf = ({ tokens }: ComparedWindow) => tokens.slice(-2).join();
  const ends = queries.map(endOf);
  ends.forEach((end, row) =>
    keys.forEach((key, column) =>
      expect(values[row * keys.length + column]).toBeCloseTo(end === endOf(key) ? 1 : 0, 9),
    ),
  );
  const changes = ends.filter((end, row) => row > 0 && end !== ends[row - 1]).length;
  expect(changes).toBe(new Set(ends).size - 1);
});

test("where several subsets weigh alike, the lags of all of them count", () => {
  const { model, parameters } = sharp(1);
  expect(windowSimilarity(model, parameters, drawn).lags).toEqual([1, 2]);
});

test("of many windows the most frequent are shown, and the one that is asked for next", () => {
  const { model, parameters } = sharp();
  const all = windowSimilarity(model, parameters, drawn, 1000);
  const some = windowSimilarity(model, parameters, drawn, 6);
  expect(some.queries).toHaveLength(6);
  expect(some.distinct).toBe(all.queries.length);
  const next = some.queries.find(({ position }) => position === drawn.length);
  expect(next?.tokens).toEqual(drawn.slice(-4));
  const least = Math.min(...some.queries.filter((one) => one !== next).map(({ count }) => count));
  const others = all.queries.filter(({ position }) => !some.queries.some((one) => one.position === position));
  expect(Math.max(...others.map(({ count }) => count))).toBeLessThanOrEqual(least);
});

test("positions that a model with absolute ones does not know are refused", async () => {
  const { model, data, parameters } = await familySetting({ name: "", shape: { family: "absolute" } });
  const longer = new Uint8Array(data.sequenceLength + 1);
  expect(() => windowSimilarity(model, parameters, longer)).toThrow(RangeError);
});
