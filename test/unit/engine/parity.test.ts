import { expect, test } from "vitest";
import { drawSequences } from "../../../core/data";
import { createEngine, type Engine, type EngineRequest } from "../../../core/engine";
import { layoutOf, type GroupName } from "../../../core/model";
import { experiments, laidOut } from "./experiments";
import { worst } from "./parity";

const trainable: readonly (readonly GroupName[])[] = [
  ["rpe", "coefficients", "scale"],
  ["coefficients"],
  ["scale"],
  ["rpe"],
  ["coefficients", "scale"],
];

async function withEngine<T>(request: EngineRequest, use: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await createEngine(request);
  try {
    return await use(engine);
  } finally {
    await engine.dispose();
  }
}

const paths = [
  ["table", 1],
  ["table", 2],
  ["direct", 1],
  ["direct", 3],
] as const;

for (const experiment of experiments) {
  test.each(paths)(
    `${experiment.name}: the %s path on %i threads agrees with the reference`,
    async (path, threads) => {
      const { model, data, parameters } = await laidOut(experiment);
      const layout = layoutOf(model);
      const shared = { model, training: { kind: "fixed", data } as const, validation: data, threads, path };
      const reference = await createEngine({ ...shared, kind: "reference" });
      await withEngine({ ...shared, kind: "cpu" }, async (engine) => {
        expect(engine.description).toMatchObject({ kind: "cpu", path, threads });
        for (const train of trainable) {
          const expected = new Float64Array(layout.size);
          const found = new Float64Array(layout.size);
          reference.prepare(train);
          engine.prepare(train);
          const loss = await reference.gradient(parameters, expected, 0);
          // The second time, what the stage leaves constant comes from the first.
          for (const step of [0, 1]) {
            expect((await engine.gradient(parameters, found, step)) / loss).toBeCloseTo(1, 5);
            expect(worst(layout, expected, found)).toBeLessThan(1e-4);
          }
          expect((await engine.validationLoss(parameters)) / loss).toBeCloseTo(1, 5);
        }
      });
    },
  );
}

test("what a stage left constant is computed anew after prepare", async () => {
  const { model, data, parameters } = await laidOut({ name: "" });
  const layout = layoutOf(model);
  const shared = {
    model,
    training: { kind: "fixed", data } as const,
    validation: null,
    threads: 2,
    path: "table",
  } as const;
  const reference = await createEngine({ ...shared, kind: "reference" });
  await withEngine({ ...shared, kind: "cpu" }, async (engine) => {
    for (const train of [["coefficients"], ["rpe"], ["scale"], ["coefficients"]] as const) {
      engine.prepare(train);
      reference.prepare(train);
      for (let step = 0; step < 3; step++) {
        const expected = new Float64Array(layout.size);
        const found = new Float64Array(layout.size);
        await reference.gradient(parameters, expected, step);
        await engine.gradient(parameters, found, step);
        expect(worst(layout, expected, found)).toBeLessThan(1e-4);
        for (let i = 0; i < layout.size; i++) parameters[i] -= expected[i];
      }
    }
  });
});

test.each([1, 2])("fresh batches on %i threads are those of the reference", async (threads) => {
  const { model, parameters } = await laidOut({ name: "" });
  const layout = layoutOf(model);
  const law = {
    alphabetSize: 3,
    parents: [1, 2],
    sequenceLength: 30,
    prior: { alpha: 0.1, floor: 0 },
  } as const;
  const training = { kind: "online", law: { ...law, initial: "uniform" }, seed: 9, batchSize: 37 } as const;
  const shared = { model, training, validation: null, threads, path: "auto" } as const;
  const reference = await createEngine({ ...shared, kind: "reference" });
  await withEngine({ ...shared, kind: "cpu" }, async (engine) => {
    for (const step of [0, 1, 1_000_000]) {
      const expected = new Float64Array(layout.size);
      const found = new Float64Array(layout.size);
      reference.prepare(["rpe", "coefficients", "scale"]);
      engine.prepare(["rpe", "coefficients", "scale"]);
      await reference.gradient(parameters, expected, step);
      await engine.gradient(parameters, found, step);
      expect(worst(layout, expected, found)).toBeLessThan(1e-4);
    }
  });
});

test.each(paths)("the %s path on %i threads gives the same bits every time", async (path, threads) => {
  const { model, data, parameters } = await laidOut(experiments[1]);
  const request = {
    model,
    training: { kind: "fixed", data },
    validation: data,
    kind: "cpu",
    threads,
    path,
  } as const;
  const bits = (): Promise<string> =>
    withEngine(request, async (engine) => {
      const gradient = new Float64Array(parameters.length);
      engine.prepare(["rpe", "coefficients", "scale"]);
      const loss = await engine.gradient(parameters, gradient, 0);
      return (
        Buffer.from(gradient.buffer).toString("hex") +
        loss.toString() +
        (await engine.validationLoss(parameters)).toString()
      );
    });
  expect(await bits()).toBe(await bits());
});

test("the table is chosen where windows repeat, the direct kernel where they hardly do", async () => {
  const described = async (window: number, alpha: number): Promise<Engine["description"]> => {
    const law = {
      alphabetSize: 3,
      parents: [1, 2],
      sequenceLength: 100,
      prior: { alpha, floor: 0 },
    } as const;
    const data = await drawSequences({ ...law, initial: "uniform" }, 1, "train", 0, 3000);
    const { model } = await laidOut({ name: "", shape: { window } });
    const request = {
      model,
      training: { kind: "fixed", data },
      validation: null,
      threads: 1,
      path: "auto",
    } as const;
    return withEngine({ ...request, kind: "auto" }, (engine) => Promise.resolve(engine.description));
  };
  expect(await described(5, 0.1)).toMatchObject({ path: "table" });
  const direct = await described(12, 100);
  expect(direct.path).toBe("direct");
  expect(direct.reason).toContain("hardly repeat");
});

test("the table cannot be asked for with fresh data", async () => {
  const { model } = await laidOut({ name: "" });
  const law = {
    alphabetSize: 3,
    parents: [1],
    sequenceLength: 30,
    prior: { alpha: 0.1, floor: 0 },
    initial: "uniform",
  } as const;
  const training = { kind: "online", law, seed: 9, batchSize: 37 } as const;
  const request = { model, training, validation: null, kind: "cpu", threads: 1, path: "table" } as const;
  await expect(createEngine(request)).rejects.toThrow(/needs fixed data/);
});

test.each(paths)(
  "the %s path on %i threads shows k of every key, and goes on as before",
  async (path, threads) => {
    for (const experiment of experiments.slice(0, 9)) {
      const { model, data, parameters } = await laidOut(experiment);
      const shared = { model, training: { kind: "fixed", data } as const, validation: null, threads, path };
      const reference = await createEngine({ ...shared, kind: "reference" });
      await withEngine({ ...shared, kind: "cpu" }, async (engine) => {
        const before = new Float64Array(parameters.length);
        const after = new Float64Array(parameters.length);
        engine.prepare(["rpe", "scale"]);
        await engine.gradient(parameters, before, 0);
        const expected = await reference.kernel(parameters);
        const found = await engine.kernel(parameters);
        expect(Math.max(...expected.map((k, i) => Math.abs(k - found[i])))).toBeLessThan(1e-6);
        await engine.gradient(parameters, after, 1);
        expect(after).toEqual(before);
      });
    }
  },
);
