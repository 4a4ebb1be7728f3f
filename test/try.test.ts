import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createEngine } from "../core/engine";
import { drawSequences } from "../core/data";
import { disentangledModel, disentangledLayout, type DisentangledShape } from "../core/model";

const base: DisentangledShape = { alphabetSize: 3, heads: 3, window: 5, maxDegree: 2, includeEmptySubset: false, lagMask: null, normalizeValues: "none", boundary: "skip", loss: "log", epsilon: 1e-6 };
const cases: [string, Partial<DisentangledShape>, number, number[], number?][] = [
  ["paper", {}, 30, [1, 2]],
  ["authors", { includeEmptySubset: true, lagMask: "authors", normalizeValues: "l2", boundary: "truncate", loss: "softmax" }, 30, [1, 2]],
  ["m10", { window: 10 }, 40, [1, 2]],
  ["m10 softmax", { window: 10, loss: "softmax" }, 40, [1, 3]],
  ["d2", { alphabetSize: 2, window: 9 }, 33, [1]],
  ["d4", { alphabetSize: 4, heads: 2, maxDegree: 1 }, 33, [1]],
  ["d5 wide", { alphabetSize: 5, heads: 6, maxDegree: 3, window: 7, boundary: "truncate", loss: "softmax" }, 31, [2, 4]],
  ["d7 l2", { alphabetSize: 7, heads: 4, maxDegree: 4, window: 3, boundary: "truncate", normalizeValues: "l2", includeEmptySubset: true }, 31, [1]],
  ["d20", { alphabetSize: 20, heads: 3, window: 4, loss: "softmax" }, 25, [1]],
  ["short", { window: 8, boundary: "truncate" }, 6, [1]],
  ["sharp", {}, 30, [1, 2], 200],
  ["sharp d5", { alphabetSize: 5 , loss: "softmax"}, 30, [1, 2], 200],
  ["sharp neg", {normalizeValues: "l2", boundary: "truncate"}, 30, [1, 2], -150],
];
for (const [name, shape, L, parents, scale] of cases) for (const path of ["table", "direct"] as const) for (const threads of [1, 2])
  test(`${name} ${path} ${threads}`, async () => {
    const model = disentangledModel({ ...base, ...shape });
    const data = await drawSequences({ alphabetSize: model.alphabetSize, parents, sequenceLength: L, prior: { alpha: 0.1, floor: 0 }, initial: "uniform" }, 7, "train", 0, 61);
    const layout = disentangledLayout(model);
    let s = 1; const rnd = () => { s = (Math.imul(s, 1103515245) + 12345) & 0x7fffffff; return s / 0x7fffffff; };
    const theta = Float64Array.from({ length: layout.size }, () => rnd() * 2 - 0.5);
    theta[layout.size - 1] = scale ?? 2.3;
    const req = { model, training: { kind: "fixed" as const, data }, validation: data, threads, path };
    const ref = await createEngine({ ...req, kind: "reference" });
    const cpu = await createEngine({ ...req, kind: "cpu" });
    const a = new Float64Array(layout.size), b = new Float64Array(layout.size);
    for (const train of [["rpe", "coefficients", "scale"], ["coefficients"], ["scale"], ["rpe"], ["coefficients", "scale"]] as const) {
      ref.prepare(train); cpu.prepare(train);
      const la = await ref.gradient(theta, a, 0);
      for (const r of [0, 1]) {
        const lb = await cpu.gradient(theta, b, r);
        expect(Math.abs(la - lb) / la).toBeLessThan(1e-5);
        for (const g of layout.groups) {
          const A = a.subarray(g.offset, g.offset + g.size), B = b.subarray(g.offset, g.offset + g.size);
          const big = A.reduce((m, x) => Math.max(m, Math.abs(x)), 1e-12);
          const err = A.reduce((m, x, i) => Math.max(m, Math.abs(x - B[i])), 0);
          expect(err / big, `${train} ${g.name} ${A} ${B}`).toBeLessThan(1e-4);
        }
      }
      expect(Math.abs((await cpu.validationLoss(theta)) - la)/la).toBeLessThan(1e-5);
    }
    await cpu.dispose();
  });
