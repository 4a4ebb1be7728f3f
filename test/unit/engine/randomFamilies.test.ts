/** Whatever the shape and the conventions: all engines that can train a model agree with the reference. */
import { expect, test } from "vitest";
import { createEngine, type EngineKind } from "../../../core/engine";
import { familyNames, layoutOf } from "../../../core/model";
import { randomSetting } from "./randomExperiment";

const windowed = ["disentangled", "full", "mlp"];
const numbers = Array.from(
  { length: 40 },
  (_, seed) => [seed, familyNames[seed % familyNames.length]] as const,
);

test.each(numbers)("random model %i, %s: the engines agree", async (seed, family) => {
  const { model, data, parameters } = await randomSetting(1000 + seed, family);
  const layout = layoutOf(model);
  const all = layout.groups.map(({ name }) => name);
  const request = {
    ...{ model, training: { kind: "fixed", data } as const, validation: null },
    ...{ threads: 2, path: "auto" as const, backend: "wasm" as const },
  };
  const reference = await createEngine({ ...request, kind: "reference" });
  reference.prepare(all);
  const expected = new Float64Array(layout.size);
  const loss = await reference.gradient(parameters, expected, 0);
  const kinds: readonly EngineKind[] = windowed.includes(family) ? ["cpu", "tfjs"] : ["tfjs"];
  for (const kind of kinds) {
    const engine = await createEngine({ ...request, kind });
    engine.prepare(all);
    const found = new Float64Array(layout.size);
    const lossFound = await engine.gradient(parameters, found, 0);
    await engine.dispose();
    expect(Math.abs(lossFound - loss)).toBeLessThan(1e-4 * (1 + Math.abs(loss)));
    for (const { name, offset, size } of layout.groups) {
      const entries = Array.from({ length: size }, (_, at) => offset + at);
      const largest = Math.max(...entries.map((at) => Math.abs(expected[at])));
      const error = Math.max(...entries.map((at) => Math.abs(expected[at] - found[at])));
      // Where terms of the size of 1 all but cancel, float32 leaves some 1e-7 of them.
      expect([kind, name, error < 1e-3 * largest + 1e-6]).toEqual([kind, name, true]);
    }
  }
});
