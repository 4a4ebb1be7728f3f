/** Landmarks: snapshots are dense where they move, so every part of every family has to be among them. */
import { expect, test } from "vitest";
import {
  familyNames,
  groupView,
  initialOf,
  layoutOf,
  modelOf,
  type GroupName,
  type ModelShape,
} from "../../../core/model";
import { distance, landmarksOf } from "../../../core/training/landmarks";

const initial = { rpe: { diagonal: 3, offDiagonal: 0.1 }, coefficients: 0.01, scale: 0.01 };
const shape: Omit<ModelShape, "family"> = {
  heads: 2,
  window: 3,
  maxDegree: 2,
  includeEmptySubset: false,
  lagMask: null,
  normalizeValues: "none",
  boundary: "truncate",
  loss: "log",
  epsilon: 1e-6,
};

test.each(familyNames)("whatever group of a %s model moves, its landmarks do", (family) => {
  const model = modelOf({ ...shape, family, hiddenUnits: 4 }, { alphabetSize: 3, sequenceLength: 8 });
  const landmarks = landmarksOf(model);
  const parameters = initialOf(model, initial, 1);
  const before = landmarks(parameters);
  expect(before.every(Number.isFinite)).toBe(true);
  for (const { name } of layoutOf(model).groups) {
    const moved = parameters.slice();
    groupView(moved, layoutOf(model), name)[0] += 0.5;
    expect(distance(before, landmarks(moved)), name).toBeGreaterThan(0.001);
  }
});

test("a gain of W_Q that W_K makes up for is no movement of the full model", () => {
  const model = modelOf({ ...shape, family: "full" }, { alphabetSize: 3 });
  const landmarks = landmarksOf(model);
  const parameters = initialOf(model, { ...initial, query: 1, key: 1 }, 1);
  const traded = parameters.slice();
  const scale = (name: GroupName, factor: number) => {
    const values = groupView(traded, layoutOf(model), name);
    values.set(values.map((value) => value * factor));
  };
  scale("query", 4);
  scale("key", 1 / 4);
  expect(distance(landmarks(parameters), landmarks(traded))).toBe(0);
});
