/** The engine on a graphics processor against the reference; here on a driver that computes in software. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { experimentFromValue, type Experiment as Written } from "../../../core/config";
import { drawSequences, type ChainLaw } from "../../../core/data";
import type { TokenRequest } from "../../../core/engine";
import { createWebgpuEngine, DeviceLostError } from "../../../core/engine/webgpu";
import { openDevice } from "../../../core/engine/webgpu/device";
import { defaultBudget } from "../../../core/engine/webgpu/job";
import { engineOn } from "../../../core/engine/webgpu/webgpuEngine";
import { resumeRun, startRun } from "../../../core/training";
import { programFile, temporaryFolder } from "../../cli/program";
import { whyNoWebgpu } from "../../webgpu";
import { experiments, laidOut, type Experiment } from "./experiments";
import { randomExperiment } from "./randomExperiment";
import { gradientOf, reference, vector, withWebgpu, worst, type Request } from "./webgpu";

const reason = await whyNoWebgpu();

const law: ChainLaw = {
  alphabetSize: 3,
  parents: [1, 2],
  sequenceLength: 30,
  prior: { alpha: 0.1, floor: 0 },
  initial: "uniform",
};

/** Long enough for something to happen to its device. */
function written(engine: object): Written {
  const parsed = experimentFromValue({
    name: "lost",
    data: { sequenceLength: 20, trainSequences: 20, validationSequences: 0 },
    training: { stages: [{ train: ["scale"], steps: 3_000 }], validationEvery: 0 },
    engine,
  });
  if (!parsed.ok) throw new Error("The experiment has faults.");
  return parsed.experiment;
}

async function requestFor(experiment: Experiment) {
  const { model, data, parameters } = await laidOut(experiment);
  const request: Request = { model, training: { kind: "fixed", data }, validation: null };
  return { request, parameters };
}

describe.skipIf(reason)(`WebGPU${reason ? ` (skipped: ${reason})` : ""}`, () => {
  test.each(["gih-paper", "gih-authors", "gih-wide"])(
    "%s: loss, k and gradients computed elsewhere",
    async (name) => {
      const { model, data, parameters, ...expected } = vector(name);
      await withWebgpu({ model, training: { kind: "fixed", data }, validation: data }, async (engine) => {
        const { loss, gradient } = await gradientOf(engine, parameters);
        expect(loss / expected.loss).toBeCloseTo(1, 6);
        expect((await engine.validationLoss(parameters)) / expected.loss).toBeCloseTo(1, 6);
        expect(worst(model, expected.gradient, gradient)).toBeLessThan(1e-5);
        const kernel = await engine.kernel(parameters);
        expect(Math.max(...kernel.map((k, i) => Math.abs(k - expected.kernel[i])))).toBeLessThan(1e-6);
      });
    },
  );

  const telling = [
    ...["the authors' conventions", "windows of forty", "six heads in triples, truncated", "sixteen heads"],
    ...["sequences shorter than the window", "sequences longer than a byte can count"],
    ...["attention sharper than float32 exponents", "sharp attention over five tokens"],
    ...["all matches, just sharp", "sharply negative attention", "three heads without the second"],
  ];
  const wide: Experiment = {
    name: "values too many for a workgroup's own memory",
    shape: { alphabetSize: 100, heads: 16, maxDegree: 1, normalizeValues: "l2" },
    sequenceLength: 20,
    parents: [1],
  };
  test.each([...experiments.filter(({ name }) => telling.includes(name)), wide])(
    "$name: it agrees with the reference",
    async (experiment) => {
      const { request, parameters } = await requestFor(experiment);
      const expected = await gradientOf(reference(request), parameters);
      const found = await withWebgpu(request, (engine) => gradientOf(engine, parameters));
      expect(found.loss / expected.loss).toBeCloseTo(1, 5);
      expect(worst(request.model, expected.gradient, found.gradient)).toBeLessThan(1e-4);
    },
  );

  test.each(Array.from({ length: 12 }, (_, seed) => seed))(
    "random model %i: it agrees with the reference",
    async (seed) => {
      const { request, parameters } = await randomExperiment(seed);
      const expected = await gradientOf(reference(request), parameters);
      const found = await withWebgpu(request, (engine) => gradientOf(engine, parameters));
      const words = JSON.stringify(request.model);
      expect(found.loss / expected.loss, words).toBeCloseTo(1, 5);
      expect(worst(request.model, expected.gradient, found.gradient), words).toBeLessThan(1e-4);
    },
  );

  test("what a stage does not train has no gradient, and what it does has the same as ever", async () => {
    const { request, parameters } = await requestFor({ name: "" });
    await withWebgpu(request, async (engine) => {
      for (const train of [["coefficients"], ["rpe"], ["scale"], ["coefficients", "scale"]] as const) {
        const expected = await gradientOf(reference(request), parameters, train);
        const found = await gradientOf(engine, parameters, train);
        expect(worst(request.model, expected.gradient, found.gradient)).toBeLessThan(1e-4);
      }
    });
  });

  test("two engines compute the same bits", async () => {
    const { request, parameters } = await requestFor(experiments[1]);
    const once = () => withWebgpu(request, (engine) => gradientOf(engine, parameters));
    expect(await once()).toEqual(await once());
  });

  test("a set done in parts has the gradient of the whole", async () => {
    const { request, parameters } = await requestFor(experiments[1]);
    const whole = await withWebgpu(request, (engine) => gradientOf(engine, parameters));
    const inParts = await withWebgpu(
      request,
      (engine) => {
        expect(engine.description.reason).toBe("61 sequences in 16 parts, on 4 workgroups");
        return gradientOf(engine, parameters);
      },
      { groups: 4, work: 1 },
    );
    expect(worst(request.model, whole.gradient, inParts.gradient)).toBeLessThan(1e-6);
    expect(inParts.loss / whole.loss).toBeCloseTo(1, 6);
  });

  test("k is shown for every key, and training goes on as before", async () => {
    const { request, parameters } = await requestFor({ name: "" });
    const expected = await reference(request).kernel(parameters);
    await withWebgpu(
      request,
      async (engine) => {
        const before = await gradientOf(engine, parameters);
        const found = await engine.kernel(parameters);
        expect(Math.max(...expected.map((k, i) => Math.abs(k - found[i])))).toBeLessThan(1e-6);
        expect(await gradientOf(engine, parameters)).toEqual(before);
      },
      { groups: 7 },
    );
  });

  test("parameters that have diverged have no loss, and finite ones have one again", async () => {
    const { request, parameters } = await requestFor(experiments[1]);
    const diverged = parameters.map((value, index) => (index === 0 ? NaN : value));
    await withWebgpu(request, async (engine) => {
      const before = await gradientOf(engine, parameters);
      const { loss, gradient } = await gradientOf(engine, diverged);
      expect([loss, gradient[0]]).toEqual([NaN, NaN]);
      expect(await gradientOf(engine, parameters)).toEqual(before);
    });
  });

  test("it says what it computes on", async () => {
    const { request } = await requestFor({ name: "" });
    await withWebgpu(request, ({ description }) => {
      expect(description).toMatchObject({ kind: "webgpu", path: "device", threads: 1 });
      expect(description.device).not.toBe("");
      return Promise.resolve();
    });
  });

  test("a device lost during a step fails the step, with what to do", async () => {
    const { request, parameters } = await requestFor({ name: "" });
    const device = await openDevice();
    const engine = await engineOn(
      device,
      { ...request, kind: "webgpu", threads: 1, path: "auto" },
      defaultBudget,
    );
    await gradientOf(engine, parameters);
    const step = gradientOf(engine, parameters, ["rpe", "scale"]);
    device.gpu.destroy();
    await expect(step).rejects.toThrow(DeviceLostError);
    await expect(gradientOf(engine, parameters)).rejects.toThrow(
      /was lost.*resume the run, with engine\.kind "cpu" if it happens again/,
    );
    await engine.dispose();
  });

  test("memory that does not suffice for one sequence is refused with the size", async () => {
    const { request } = await requestFor({ name: "", sequenceLength: 700 });
    await expect(withWebgpu(request, () => Promise.resolve(), { bytes: 1000 })).rejects.toThrow(
      /no memory for the work on even one sequence, 1 MB: use shorter sequences/,
    );
    const many = { ...law, alphabetSize: 100, parents: [1], sequenceLength: 200 };
    const training = { kind: "online", law: many, seed: 1, batchSize: 5 } as const;
    await expect(
      withWebgpu({ ...request, training }, () => Promise.resolve(), { bytes: 30_000 }),
    ).rejects.toThrow(/no memory to draw even one sequence, 1 MB: use a smaller alphabet/);
  });

  test("without a driver it says what is missing, and nothing is trained", async () => {
    // A process looks for drivers once, so it takes another.
    const folder = await temporaryFolder();
    const nowhere = "/nowhere/driver.json";
    const env = { ...process.env, VK_DRIVER_FILES: nowhere, VK_ICD_FILENAMES: nowhere };
    const words = [programFile, "train", "quickstart", "--engine", "webgpu", "--out", "run"];
    const ended = promisify(execFile)(process.execPath, words, { cwd: folder, env });
    await expect(ended).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/Install the driver, or set engine\.kind to "cpu"/),
    });
    expect(existsSync(path.join(folder, "run"))).toBe(false);
  });

  test("a device that is lost fails the run with words, and the run goes on on another engine", async () => {
    const folder = await temporaryFolder();
    const experiment = written({ kind: "webgpu" });
    const device = await openDevice();
    const options = { experiment, baseDirectory: folder, runDirectory: path.join(folder, "run") };
    const run = await startRun({
      ...options,
      createEngine: (request) => {
        const { model } = request;
        if (model.family !== "disentangled") throw new Error("another family");
        // A model of tokens is asked for with tokens.
        return engineOn(device, { ...(request as TokenRequest), model }, defaultBudget);
      },
      onEvent: (event) => {
        if (event.kind === "progress" && event.step > 3) device.gpu.destroy();
      },
    });
    const outcome = await run.finished;
    expect(outcome).toMatchObject({
      status: "failed",
      failure: { message: expect.stringMatching(/graphics processor was lost .* resume the run/s) },
    });
    const again = await resumeRun({
      runDirectory: options.runDirectory,
      experiment: written({ kind: "cpu" }),
    });
    expect(await again.finished).toMatchObject({ status: "done", step: 3_000 });
  });

  test("what it has no kernels for is refused", async () => {
    const { request } = await requestFor({ name: "" });
    const asked = { ...request, kind: "webgpu", threads: 1 } as const;
    await expect(createWebgpuEngine({ ...asked, path: "table" })).rejects.toThrow(/path of the CPU engine/);
    const { model } = request;
    await expect(
      createWebgpuEngine({ ...asked, path: "auto", model: { ...model, family: "full" } }),
    ).rejects.toThrow(/computes the disentangled model only, not "full"/);
  });

  test("fresh batches have the gradient that the reference finds on the same sequences", async () => {
    const { request, parameters } = await requestFor({ name: "" });
    const training = { kind: "online", law, seed: 9, batchSize: 37 } as const;
    await withWebgpu({ ...request, training }, async (engine) => {
      for (const step of [0, 1, 2 ** 40]) {
        const data = await engine.batch(step);
        const shown = reference({ ...request, training: { kind: "fixed", data } });
        const expected = await gradientOf(shown, parameters);
        const found = await gradientOf(engine, parameters, undefined, step);
        expect(found.loss / expected.loss).toBeCloseTo(1, 5);
        expect(worst(request.model, expected.gradient, found.gradient)).toBeLessThan(1e-4);
      }
    });
  });

  test("held-out sequences are the set's own, whatever is trained on", async () => {
    const { request, parameters } = await requestFor({ name: "" });
    const validation = await drawSequences({ ...law, sequenceLength: 45 }, 3, "validation", 0, 50);
    const training = { kind: "online", law, seed: 9, batchSize: 37 } as const;
    const expected = await reference({ ...request, validation }).validationLoss(parameters);
    await withWebgpu({ ...request, training, validation }, async (engine) => {
      expect((await engine.validationLoss(parameters)) / expected).toBeCloseTo(1, 5);
    });
    await withWebgpu(request, async (engine) => expect(await engine.validationLoss(parameters)).toBeNaN());
  });
});
