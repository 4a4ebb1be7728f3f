import { describe, expect, test } from "vitest";
import { createEngine } from "../../../core/engine";
import { layoutOf, type GroupName } from "../../../core/model";
import { familyCases, familySetting, type FamilyCase } from "../model/families";
import { worst } from "./parity";

const windowed = familyCases.filter(({ shape: { family } }) => family === "full" || family === "mlp");
const size = { count: 400, sequenceLength: 40 };

async function engines(family: FamilyCase, threads = 2) {
  const { model, data, parameters } = await familySetting(family, size);
  const request = {
    ...{ model, training: { kind: "fixed", data } as const, validation: data },
    ...{ threads, path: "auto" as const, backend: "auto" as const },
  };
  const reference = await createEngine({ ...request, kind: "reference" });
  const cpu = await createEngine({ ...request, kind: "cpu" });
  return { model, parameters, reference, cpu };
}

describe.each(windowed)("$name", (family) => {
  test("the kernels agree with the reference, whatever is trained", async () => {
    const { model, parameters, reference, cpu } = await engines(family);
    const layout = layoutOf(model);
    const all = layout.groups.map(({ name }) => name);
    const trainings: readonly (readonly GroupName[])[] = [all, ...all.map((name) => [name])];
    for (const train of trainings) {
      const expected = new Float64Array(layout.size);
      const found = new Float64Array(layout.size);
      reference.prepare(train);
      cpu.prepare(train);
      const loss = await reference.gradient(parameters, expected, 0);
      // The second time, what the stage leaves constant comes from the first.
      for (const step of [0, 1]) {
        expect((await cpu.gradient(parameters, found, step)) / loss).toBeCloseTo(1, 5);
        expect(worst(layout, expected, found)).toBeLessThan(1e-4);
      }
    }
    expect(await cpu.validationLoss(parameters)).toBeCloseTo(await reference.validationLoss(parameters), 5);
    await cpu.dispose();
  });

  test("sharp attention agrees too", async () => {
    const { model, parameters, reference, cpu } = await engines(family, 1);
    const layout = layoutOf(model);
    const sharp = parameters.slice();
    sharp[sharp.length - 1] = 90;
    const all = layout.groups.map(({ name }) => name);
    const [expected, found] = [new Float64Array(layout.size), new Float64Array(layout.size)];
    reference.prepare(all);
    cpu.prepare(all);
    const loss = await reference.gradient(sharp, expected, 0);
    expect((await cpu.gradient(sharp, found, 0)) / loss).toBeCloseTo(1, 3);
    expect(worst(layout, expected, found)).toBeLessThan(2e-3);
    await cpu.dispose();
  });

  test("the kernels' similarities are the model's", async () => {
    const { parameters, reference, cpu } = await engines(family);
    const [expected, found] = [await reference.kernel(parameters), await cpu.kernel(parameters)];
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expected.forEach((value, at) => {
      if (Math.abs(value - found[at]) > 1e-5 * largest) expect(found[at]).toBe(value);
    });
    await cpu.dispose();
  });
});

test("the cpu engine says what it has no kernels for, and auto takes another", async () => {
  const { model, data } = await familySetting({ name: "", shape: { family: "deep" } }, size);
  const request = {
    ...{ model, training: { kind: "fixed", data } as const, validation: null },
    ...{ threads: 1, path: "auto" as const, backend: "auto" as const },
  };
  await expect(createEngine({ ...request, kind: "cpu" })).rejects.toThrow(
    /no kernels for the model family deep/,
  );
  const engine = await createEngine({ ...request, kind: "auto" });
  expect(engine.description.kind).not.toBe("cpu");
  await engine.dispose();
});

test("fresh sequences are refused by kernels that need windows", async () => {
  const { model } = await familySetting({ name: "", shape: { family: "full" } }, size);
  const law = {
    ...{ alphabetSize: 3, parents: [1], sequenceLength: 20 },
    ...{ prior: { alpha: 1, floor: 0 }, initial: "uniform" as const },
  };
  const training = { kind: "online", law, seed: 1, batchSize: 10 } as const;
  await expect(
    createEngine({
      ...{ model, training, validation: null, threads: 1 },
      ...{ kind: "cpu", path: "auto", backend: "auto" },
    }),
  ).rejects.toThrow(/set data\.online to false/);
});

test("where windows hardly repeat auto takes the reference, and says why; by name it is refused", async () => {
  const family = { name: "", shape: { family: "full" as const, window: 12 }, alphabetSize: 200 };
  const { model, data } = await familySetting(family, { count: 300, sequenceLength: 400 });
  const request = {
    ...{ model, training: { kind: "fixed", data } as const, validation: null },
    ...{ threads: 1, path: "auto" as const },
  };
  const engine = await createEngine({ ...request, kind: "auto" });
  expect(engine.description.kind).toBe("reference");
  expect(engine.description.reason).toMatch(/the windows of these data hardly repeat/);
  await expect(createEngine({ ...request, kind: "cpu" })).rejects.toThrow(/or engine\.kind "reference"/);
});

test("parameters that are not finite give no finite loss", async () => {
  const { parameters, cpu } = await engines({ name: "", shape: { family: "full" } }, 1);
  const broken = parameters.map((value, at) => (at === 3 ? NaN : value));
  const gradient = new Float64Array(parameters.length);
  cpu.prepare(["scale"]);
  expect(await cpu.gradient(broken, gradient, 0)).toBeNaN();
  expect(gradient[0]).toBeNaN();
  expect(await cpu.validationLoss(broken)).toBeNaN();
  await cpu.dispose();
});
