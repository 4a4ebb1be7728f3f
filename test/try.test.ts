import { readFileSync } from "node:fs";
import { test } from "vitest";
import { createCpuEngine } from "../core/engine/cpu/cpuEngine";
import { disentangledModel, weightsOf, forwardSequence, backwardSequence, pullBack, disentangledInitial } from "../core/model";

for (const name of ["gih-paper", "gih-wide", "gih-authors"]) for (const threads of [1, 2])
  test(name + threads, async () => {
    const v = JSON.parse(readFileSync(`/work/shared/vectors/${name}.json`, "utf8"));
    const c = v.config;
    const model = disentangledModel({ alphabetSize: c.alphabet, heads: c.heads, window: c.window, maxDegree: c.degree, includeEmptySubset: c.includeEmptySubset, lagMask: c.lagMask, normalizeValues: c.normalizeValues, boundary: c.boundary, loss: c.loss, epsilon: c.epsilon });
    const theta = Float64Array.from([...v.params.rpe.flat(), ...v.params.coefficients, v.params.scale]);
    const exp = [...v.expected.gradients.rpe.flat(), ...v.expected.gradients.coefficients, v.expected.gradients.scale];
    const weights = weightsOf(model, theta);
    const g = { lagAttention: new Float64Array(weights.lagAttention.length), subsetWeights: new Float64Array(model.subsets.length), scale: 0 };
    let loss = 0;
    for (const t of v.tokens) { const tok = Uint8Array.from(t); const p = forwardSequence(model, weights, tok); loss += p.loss / v.tokens.length; backwardSequence(model, weights, tok, p, 1 / v.tokens.length, g); }
    const grad = new Float64Array(theta.length);
    pullBack(model, theta, weights, g, grad);
    console.log("ref", loss - v.expected.loss, Math.max(...grad.map((x, i) => Math.abs(x - exp[i]))));
    const set = { tokens: Uint8Array.from(v.tokens.flat()), count: v.tokens.length, sequenceLength: v.tokens[0].length - 1, alphabetSize: c.alphabet };
    const { engine, table } = await createCpuEngine(model, set, threads);
    for (const train of [["rpe", "coefficients", "scale"], ["coefficients"], ["scale"], ["coefficients", "scale"]] as const) {
      engine.prepare(train, theta);
      for (const r of [0, 1]) {
        const l = engine.gradient(theta, grad);
        const err = (a: number, b: number) => Math.max(...[...grad].slice(a, b).map((x, i) => Math.abs(x - exp[a + i])));
        const hm = c.heads * c.window, s = model.subsets.length;
        console.log("cpu", train.join(), r, l - v.expected.loss, err(0, hm), err(hm, hm + s), err(hm + s, hm + s + 1), JSON.stringify(table.counts));
      }
    }
    await engine.dispose();
  });
