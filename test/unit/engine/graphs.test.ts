/** Automatic differentiation against the derivatives that are written out, on the backends that come with the program. */
import { describe, expect, test } from "vitest";
import { createEngine, type BackendName } from "../../../core/engine";
import { createTfjsEngine, openBackend } from "../../../core/engine/tfjs";
import { SequenceEngine } from "../../../core/engine/tfjs/sequenceEngine";
import { groupOf, layoutOf, type GroupName } from "../../../core/model";
import { whyNoWebgpu } from "../../webgpu";
import { familyCases, familySetting, type FamilyCase } from "../model/families";
import { worst } from "./parity";

const cases: readonly FamilyCase[] = [
  { name: "disentangled", shape: { family: "disentangled" } },
  {
    name: "disentangled, authors' conventions",
    shape: {
      ...{ family: "disentangled", includeEmptySubset: true, lagMask: "authors" },
      ...{ normalizeValues: "l2", loss: "softmax" },
    },
  },
  ...familyCases,
];

const reason = await whyNoWebgpu();
/** Whoever compiles shaders in software takes his time: one of each family. */
const onDevice = cases.filter(({ name }) =>
  ["full, authors' conventions", "mlp", "deep", "absolute"].includes(name),
);

const runs: readonly (readonly [title: string, backend: BackendName, those: readonly FamilyCase[]])[] = [
  ["wasm", "wasm", cases],
  ["cpu", "cpu", cases],
  [`webgpu${reason ? ` (skipped: ${reason})` : ""}`, "webgpu", onDevice],
];

describe.each(runs)("on %s", (_, backend, those) => {
  test.skipIf(backend === "webgpu" && reason).each(those)(
    "$name: gradients are the reference's",
    async (family) => {
      const { model, data, parameters } = await familySetting(family, { count: 40, sequenceLength: 30 });
      const request = {
        ...{ model, training: { kind: "fixed", data } as const, validation: data },
        ...{ threads: 1, path: "auto" as const, backend },
      };
      const reference = await createEngine({ ...request, kind: "reference" });
      const graph = await createEngine({ ...request, kind: "tfjs" });
      expect(graph.description).toMatchObject({ kind: "tfjs", backend, path: "graph" });
      const layout = layoutOf(model);
      const all = layout.groups.map(({ name }) => name);
      for (const train of [all, all.slice(0, 1)] as readonly (readonly GroupName[])[]) {
        const [expected, found] = [new Float64Array(layout.size), new Float64Array(layout.size)];
        reference.prepare(train);
        graph.prepare(train);
        const loss = await reference.gradient(parameters, expected, 0);
        expect((await graph.gradient(parameters, found, 0)) / loss).toBeCloseTo(1, 5);
        expect(worst(layout, expected, found)).toBeLessThan(1e-4);
      }
      expect(await graph.validationLoss(parameters)).toBeCloseTo(
        await reference.validationLoss(parameters),
        5,
      );
      const [kernel, exact] = [await graph.kernel(parameters), await reference.kernel(parameters)];
      const largest = exact.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(Math.max(...exact.map((value, at) => Math.abs(value - kernel[at])))).toBeLessThan(
        1e-5 * largest,
      );
      await graph.dispose();
    },
  );
});

test.each(["deep", "absolute"] as const)("%s: in portions it is what it is at once", async (family) => {
  const { model, data, parameters } = await familySetting({ name: "", shape: { family } }, { count: 30 });
  const request = {
    ...{ model, training: { kind: "fixed", data } as const, validation: data, kind: "tfjs" as const },
    ...{ threads: 1, path: "auto" as const, backend: "cpu" as const },
  };
  const [whole, portions] = [new Float64Array(parameters.length), new Float64Array(parameters.length)];
  const losses: number[] = [];
  for (const [numbers, gradient] of [
    [2 ** 22, whole],
    [30_000, portions],
  ] as const) {
    const engine = await createTfjsEngine(request, 1, numbers);
    engine.prepare(layoutOf(model).groups.map(({ name }) => name));
    losses.push(await engine.gradient(parameters, gradient, 0), await engine.validationLoss(parameters));
    await engine.dispose();
  }
  expect(losses[2]).toBeCloseTo(losses[0], 5);
  expect(losses[3]).toBeCloseTo(losses[1], 5);
  expect(worst(layoutOf(model), whole, portions)).toBeLessThan(1e-4);
});

test("losing coefficients of a deep model keep their gradient: the graph is handed p, not c", async () => {
  const { model, data, parameters } = await familySetting(
    { name: "", shape: { family: "deep" } },
    { count: 5 },
  );
  const layout = layoutOf(model);
  const { offset, size } = groupOf(layout, "coefficients");
  parameters.fill(1e-60, offset + 1, offset + size);
  const request = {
    ...{ model, training: { kind: "fixed", data } as const, validation: null, threads: 1 },
    ...{ path: "auto" as const, backend: "wasm" as const },
  };
  const [expected, found] = [new Float64Array(parameters.length), new Float64Array(parameters.length)];
  for (const [kind, gradient] of [
    ["reference", expected],
    ["tfjs", found],
  ] as const) {
    const engine = await createEngine({ ...request, kind });
    engine.prepare(["coefficients"]);
    await engine.gradient(parameters, gradient, 0);
  }
  for (let at = offset + 1; at < offset + size; at++) {
    expect(expected[at]).not.toBe(0);
    expect(found[at] / expected[at]).toBeCloseTo(1, 3);
  }
});

test("a sequence that no device has memory for is refused with what it takes", async () => {
  const { model, data } = await familySetting({ name: "", shape: { family: "absolute" } }, { count: 2 });
  const opened = await openBackend("cpu");
  const request = {
    ...{ model, training: { kind: "fixed", data } as const, validation: null, threads: 1 },
    ...{ kind: "tfjs" as const, path: "auto" as const },
  };
  if (model.family !== "absolute") throw new Error("another family");
  const refusing = {
    ...opened,
    check: () => {
      throw new Error("The device refused work: out of memory");
    },
  };
  const description = { kind: "tfjs", threads: 1, path: "graph", reason: "" } as const;
  const before = opened.tf.memory().numTensors;
  const engine = new SequenceEngine({
    opened: refusing,
    model,
    request,
    description,
    portionNumbers: 2 ** 24,
  });
  engine.prepare(["scale"]);
  const parameters = new Float64Array(layoutOf(model).size).fill(0.1);
  await expect(engine.gradient(parameters, parameters.slice(), 0)).rejects.toThrow(
    /no memory for the work on even one sequence, about \d+ MB: use shorter sequences/,
  );
  expect(opened.tf.memory().numTensors).toBe(before);
});
