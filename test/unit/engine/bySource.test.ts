/** Validation losses by the source of the target: parts of the same whole, on every engine that holds tokens. */
import { expect, onTestFinished, test } from "vitest";
import { drawGlobalTransitions, drawSequences, ofSource, type ChainLaw } from "../../../core/data";
import { createEngine, type TokenRequest } from "../../../core/engine";
import { initialOf, modelOf, type Model } from "../../../core/model";

const law: ChainLaw = {
  alphabetSize: 3,
  parents: [1, 2],
  sequenceLength: 30,
  prior: { alpha: 0.1, floor: 0 },
  initial: "uniform",
  global: { weight: 0.4, parents: [3], prior: { alpha: 0.1, floor: 0 } },
};

const shape = {
  family: "disentangled",
  heads: 3,
  window: 4,
  maxDegree: 2,
  includeEmptySubset: false,
  subsets: null,
  lagMask: null,
  normalizeValues: "none",
  boundary: "skip",
  loss: "log",
  epsilon: 1e-6,
} as const;

const models = {
  disentangled: modelOf(shape, law),
  full: modelOf({ ...shape, family: "full" }, law),
} as const;
const parametersOf = (model: Model) =>
  initialOf(
    model,
    { rpe: { diagonal: 3, offDiagonal: 0.1 }, coefficients: 0.01, scale: 2, query: 0.1, key: 0.1 },
    0,
  );

async function requestOf(
  kind: "cpu" | "reference",
  model: Model = models.disentangled,
): Promise<TokenRequest> {
  const data = await drawSequences(law, 1, "train", 0, 50);
  const validation = await drawSequences(law, 1, "validation", 0, 400);
  return { model, training: { kind: "fixed", data }, validation, kind, threads: 1, path: "auto" };
}

async function engineOf(request: TokenRequest) {
  const engine = await createEngine(request);
  onTestFinished(() => engine.dispose());
  return engine;
}

test.each([
  ["disentangled", "cpu"],
  ["disentangled", "reference"],
  ["full", "cpu"],
  ["full", "reference"],
] as const)("of the %s model %s tells both parts, whose mean the loss is", async (family, kind) => {
  const request = await requestOf(kind, models[family]);
  const parameters = parametersOf(request.model);
  const { validation } = request;
  if (!validation) throw new Error("no validation set");
  const loss = await (await engineOf(request)).validationLoss(parameters);
  const engine = await engineOf(request);
  expect(await engine.validationLoss(parameters)).toBe(loss);
  const parts = engine.validationParts?.();
  if (!parts) throw new Error("no parts");
  const { sources: _, ...whole } = validation;
  const lossOf = async (set: typeof whole) =>
    (await engineOf({ ...request, validation: set })).validationLoss(parameters);
  expect(loss).toBeCloseTo(await lossOf(whole), 5);
  expect(parts.validationLossOwn).toBeCloseTo(await lossOf(ofSource(validation, 0)), 6);
  expect(parts.validationLossGlobal).toBeCloseTo(await lossOf(ofSource(validation, 1)), 6);
});

test("data of one mechanism have no parts", async () => {
  const request = await requestOf("cpu");
  const { global: _, ...plain } = law;
  const validation = await drawSequences(plain, 1, "validation", 0, 40);
  const engine = await engineOf({ ...request, validation });
  expect(engine.validationParts).toBeUndefined();
});

test("webgpu refuses to draw fresh sequences of two mechanisms, and says what to do", async () => {
  const training = { kind: "online", law, seed: 0, batchSize: 8 } as const;
  const request: TokenRequest = { ...(await requestOf("cpu")), training };
  await expect(createEngine({ ...request, kind: "webgpu" })).rejects.toThrow(/data\.online to false/);
});

test("so many targets follow the shared n-gram as its weight says, and follow it", async () => {
  const count = 20_000;
  const { tokens, sources } = await drawSequences(law, 3, "validation", 0, count);
  const global = await drawGlobalTransitions(law, 3);
  const shared = sources?.reduce((sum, source) => sum + source, 0) ?? 0;
  expect(Math.abs(shared / count - 0.4)).toBeLessThan(4 * Math.sqrt((0.4 * 0.6) / count));
  const seen = new Float64Array(9);
  const times = new Float64Array(3);
  for (let sequence = 0; sequence < count; sequence++) {
    if (sources?.[sequence] !== 1) continue;
    const target = sequence * 31 + 30;
    seen[tokens[target - 3] * 3 + tokens[target]]++;
    times[tokens[target - 3]]++;
  }
  seen.forEach((number, at) => {
    const of = times[Math.floor(at / 3)];
    const expected = global[at];
    expect(Math.abs(number / of - expected)).toBeLessThan(
      4 * Math.sqrt((expected * (1 - expected)) / of) + 1e-6,
    );
  });
});

test("any part of a set is the same bits, and every stream has the same shared n-gram", async () => {
  const whole = await drawSequences(law, 5, "online", 0, 23);
  const part = await drawSequences(law, 5, "online", 9, 6);
  expect(part.tokens).toEqual(whole.tokens.subarray(9 * 31, 15 * 31));
  expect(part.sources).toEqual(whole.sources?.subarray(9, 15));
  expect(await drawGlobalTransitions(law, 5)).not.toEqual(await drawGlobalTransitions(law, 6));
});
