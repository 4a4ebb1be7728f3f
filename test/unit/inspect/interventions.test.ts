import { expect, test } from "vitest";
import { noInterventions, traceAt, weightsUnder, type Interventions } from "../../../core/inspect";
import { layoutOf, groupView, weightsOf, type DisentangledModel, type GroupName } from "../../../core/model";
import { circuitAndSequences, conventions, named } from "./circuits";

const tried = (some: Partial<Interventions>): Interventions => ({ ...noInterventions, ...some });

/** The same parameters, one group changed. */
function changed(
  model: DisentangledModel,
  parameters: Float64Array,
  group: GroupName,
  change: (values: Float64Array) => void,
): Float64Array {
  const copy = parameters.slice();
  change(groupView(copy, layoutOf(model), group));
  return copy;
}

/** The same model, one head's lags allowed as told. */
function masked(
  model: DisentangledModel,
  head: number,
  allowed: (lag: number) => boolean,
): DisentangledModel {
  const { window } = model;
  const lagMask = model.lagMask.map((old, at) =>
    Math.floor(at / window) === head ? Number(allowed((at % window) + 1)) : old,
  );
  return { ...model, lagMask };
}

test.each(named)("%s: without any, the weights are the model's own", async (_, experiment) => {
  const { model, parameters } = await circuitAndSequences(experiment, 1);
  expect(weightsUnder(model, parameters, noInterventions)).toEqual(weightsOf(model, parameters));
});

test.each(named)("%s: a head switched off is one that sees no lag", async (_, experiment) => {
  const { model, parameters, sequences } = await circuitAndSequences(experiment, 3);
  for (const tokens of sequences) {
    const off = traceAt(model, parameters, tokens, 25, tried({ headsOff: [1] }));
    const blind = traceAt(
      masked(model, 1, () => false),
      parameters,
      tokens,
      25,
    );
    expect(off.pass).toEqual(blind.pass);
    expect(off.loss).toBe(blind.loss);
    expect(off.pass).not.toEqual(traceAt(model, parameters, tokens, 25).pass);
  }
});

test.each(named)(
  "%s: attention forced to a lag is that of a head which sees no other",
  async (_, experiment) => {
    const { model, parameters, sequences } = await circuitAndSequences(experiment, 3);
    for (const tokens of sequences) {
      const forced = traceAt(model, parameters, tokens, 25, tried({ forcedLags: new Map([[0, 3]]) }));
      const bound = traceAt(
        masked(model, 0, (lag) => lag === 3),
        parameters,
        tokens,
        25,
      );
      expect(forced.pass).toEqual(bound.pass);
      expect(forced.loss).toBe(bound.loss);
    }
  },
);

test("attention forced to a lag is that of a head with one large logit", async () => {
  const { model, parameters, sequences } = await circuitAndSequences(conventions[0], 3);
  const sharp = changed(model, parameters, "rpe", (logits) => {
    logits.fill(-1e3, 2 * model.window, 3 * model.window);
    logits[2 * model.window + 3] = 1e3;
  });
  for (const tokens of sequences) {
    const forced = traceAt(model, parameters, tokens, 25, tried({ forcedLags: new Map([[2, 4]]) }));
    expect(forced.pass).toEqual(traceAt(model, sharp, tokens, 25).pass);
  }
});

test.each(named)("%s: a subset switched off is one with c = 0", async (_, experiment) => {
  const { model, parameters, sequences } = await circuitAndSequences(experiment, 3);
  const without = changed(model, parameters, "coefficients", (c) => {
    c[0] = c[4] = 0;
  });
  for (const tokens of sequences) {
    const off = traceAt(model, parameters, tokens, 25, tried({ subsetsOff: [0, 4] }));
    const smaller = traceAt(model, without, tokens, 25);
    expect(off.weights).toEqual(smaller.weights);
    expect(off.loss).toBe(smaller.loss);
    expect(off.weights.subsetWeights.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  }
});

test("with every subset off all keys have the same attention", async () => {
  const { model, parameters, sequences } = await circuitAndSequences(conventions[1], 1);
  const trace = traceAt(
    model,
    parameters,
    sequences[0],
    20,
    tried({ subsetsOff: [...model.subsets.keys()] }),
  );
  expect(trace.weights.coefficientNorm).toBe(0);
  expect([...trace.pass.attention]).toEqual(Array<number>(20).fill(1 / 20));
});

test("off goes before forced", async () => {
  const { model, parameters } = await circuitAndSequences(conventions[0], 1);
  const off = tried({ headsOff: [1] });
  const both = tried({ headsOff: [1], forcedLags: new Map([[1, 2]]) });
  expect(weightsUnder(model, parameters, both)).toEqual(weightsUnder(model, parameters, off));
});

test("heads, subsets and lags that the model does not have are passed over", async () => {
  const { model, parameters } = await circuitAndSequences(conventions[0], 1);
  const elsewhere = tried({
    headsOff: [-1, 3],
    subsetsOff: [6, 91],
    forcedLags: new Map([
      [7, 1],
      [0, 6],
      [1, 0],
    ]),
  });
  expect(weightsUnder(model, parameters, elsewhere)).toEqual(weightsOf(model, parameters));
});

test("the parameters stay as they are", async () => {
  const { model, parameters } = await circuitAndSequences(conventions[0], 1);
  const before = parameters.slice();
  weightsUnder(model, parameters, { headsOff: [0], subsetsOff: [1], forcedLags: new Map([[1, 2]]) });
  expect(parameters).toEqual(before);
});
