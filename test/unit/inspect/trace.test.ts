import { expect, test } from "vitest";
import { copiedBy, matchesAt, subsetKernels, traceAt } from "../../../core/inspect";
import { firstWindowLength, type DisentangledModel } from "../../../core/model";
import { circuitAndSequences, conventions, lossByEngine, named } from "./circuits";

const engines = ["reference", "cpu"] as const;
const cases = conventions.flatMap((experiment) =>
  engines.map((kind) => [experiment.name, kind, experiment] as const),
);

/** The loss's probability of the target, from the loss. */
function probability({ loss, epsilon }: DisentangledModel, value: number): number {
  return Math.exp(-value) - (loss === "log" ? epsilon : 0);
}

test.each(cases)("%s: loss and prediction are the %s engine's", async (_, kind, experiment) => {
  const { model, parameters, sequences } = await circuitAndSequences(experiment, 5);
  for (const tokens of sequences) {
    const trace = traceAt(model, parameters, tokens, tokens.length - 1);
    expect(trace.loss).toBeCloseTo(await lossByEngine(kind, model, parameters, tokens), 5);
    expect(trace.prediction.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    for (let target = 0; target < model.alphabetSize; target++) {
      const other = tokens.with(-1, target);
      const loss = await lossByEngine(kind, model, parameters, other);
      expect(Math.abs(trace.prediction[target] - probability(model, loss))).toBeLessThan(1e-5);
    }
  }
});

test.each(cases)(
  "%s: inside a sequence the %s engine says the same of the cut sequence",
  async (_, kind, experiment) => {
    const { model, parameters, sequences } = await circuitAndSequences(experiment, 3);
    for (const [index, tokens] of sequences.entries()) {
      for (const position of [model.window + 1, 17 + index]) {
        const cut = tokens.slice(0, position + 1);
        const trace = traceAt(model, parameters, tokens, position);
        expect(trace.target).toBe(tokens[position]);
        expect(trace.loss).toBeCloseTo(await lossByEngine(kind, model, parameters, cut), 5);
        expect(trace).toEqual(traceAt(model, parameters, cut, position));
      }
    }
  },
);

test.each(named)("%s: what a head copies is its value, before it is normalised", async (_, experiment) => {
  const { model, parameters, sequences } = await circuitAndSequences(experiment, 1);
  const trace = traceAt(model, parameters, sequences[0], 20);
  for (const position of [firstWindowLength(model), model.window + 2, 20]) {
    for (let head = 0; head < model.heads; head++) {
      const copied = copiedBy(trace, head, position);
      expect(copied).toHaveLength(Math.min(position, model.window));
      const value = new Float64Array(model.alphabetSize);
      for (const { lag, position: from, token, attention } of copied) {
        expect(from).toBe(position - lag);
        expect(token).toBe(sequences[0][from]);
        value[token] += attention;
      }
      const norm = model.normalizeValues === "l2" ? Math.hypot(...value) + 1e-7 : 1;
      const row = (position * model.heads + head) * model.alphabetSize;
      value.forEach((sum, token) => expect(trace.pass.values[row + token]).toBeCloseTo(sum / norm, 12));
    }
  }
});

test.each(named)("%s: the subsets' kernels add up to the kernel", async (_, experiment) => {
  const { model, parameters, sequences } = await circuitAndSequences(experiment, 1);
  const trace = traceAt(model, parameters, sequences[0], 25);
  for (let key = trace.firstKey; key < 25; key++) {
    const kernels = subsetKernels(trace, key);
    const sum = kernels.reduce((total, kernel, s) => total + trace.weights.subsetWeights[s] * kernel, 0);
    expect(sum).toBeCloseTo(trace.pass.kernel[key], 12);
  }
});

test("matches are counted by lag, and only where a position is a key", async () => {
  const { model, parameters } = await circuitAndSequences(conventions[1], 1);
  const tokens = Uint8Array.of(0, 1, 2, 0, 1, 1, 0, 1);
  const trace = traceAt(model, parameters, tokens, 8);
  // Position 8 has a 1 before it, and a 0 before that.
  expect([...matchesAt(trace, [1, 2])]).toEqual([0, 0, 2, 0, 0, 2, 1, 0]);
  const whole = await circuitAndSequences(conventions[0], 1);
  const skipped = traceAt(whole.model, whole.parameters, tokens, 8);
  expect([...matchesAt(skipped, [1, 2])]).toEqual([-1, -1, -1, -1, -1, 2, 1, 0]);
});

test("behind the last token there is a prediction, but neither target nor loss", async () => {
  const { model, parameters, sequences } = await circuitAndSequences(conventions[1], 1);
  const [tokens] = sequences;
  const open = traceAt(model, parameters, tokens.slice(0, -1), tokens.length - 1);
  expect(open).toMatchObject({ target: null, loss: NaN });
  expect(open.prediction).toEqual(traceAt(model, parameters, tokens, tokens.length - 1).prediction);
});

test("where no position has a whole window before it nothing votes", async () => {
  const { model, parameters, sequences } = await circuitAndSequences(conventions[0], 1);
  const early = traceAt(model, parameters, sequences[0], model.window);
  expect(early.loss).toBeNaN();
  expect([...early.prediction]).toEqual([0, 0, 0]);
  expect(copiedBy(early, 0, model.window - 1)).toEqual([]);
  expect(traceAt(model, parameters, sequences[0], model.window + 1).loss).not.toBeNaN();
});

test("tokens behind the position are not looked at, unknown ones before it are refused", async () => {
  const { model, parameters, sequences } = await circuitAndSequences(conventions[0], 1);
  const [tokens] = sequences;
  const odd = tokens.with(12, 3);
  expect(traceAt(model, parameters, odd, 11)).toEqual(traceAt(model, parameters, tokens, 11));
  const refused = "token 3 at position 13 is none of the alphabet's 0 … 2";
  for (const position of [12, 13, tokens.length]) {
    expect(() => traceAt(model, parameters, odd, position)).toThrow(new RangeError(refused));
  }
});

test.each([-1, 1.5, 32, NaN])("position %d of 31 tokens is refused", async (position) => {
  const { model, parameters, sequences } = await circuitAndSequences(conventions[0], 1);
  expect(() => traceAt(model, parameters, sequences[0], position)).toThrow(
    new RangeError(`position ${position} is none of the 31 tokens or right behind them`),
  );
});
