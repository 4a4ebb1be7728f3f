import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { ExperimentSource } from "../../../core/config";
import { describeHeads, describeSubsets, detectPhases } from "../../../core/inspect";
import { disentangledModel, type DisentangledModel } from "../../../core/model";
import { startRun } from "../../../core/training";
import { experimentOf } from "../training/runs";

interface Recorded {
  readonly model: DisentangledModel;
  readonly rows: readonly {
    readonly step: number;
    readonly time: number;
    readonly parameters: Float64Array;
  }[];
  /** Where each stage began. */
  readonly stages: readonly number[];
}

const learning = { learningRate: 1, optimizer: "sgd" } as const;

const authors = {
  lagMask: "authors",
  normalizeValues: "l2",
  boundary: "truncate",
  includeEmptySubset: true,
  loss: "softmax",
} as const;

/** The paper's model on few sequences, trained and recorded as any run is. */
async function recorded(
  training: NonNullable<ExperimentSource["training"]>,
  model: ExperimentSource["model"] = authors,
): Promise<Recorded> {
  const experiment = experimentOf({
    data: { sequenceLength: 100, trainSequences: 500, validationSequences: 0 },
    model,
    training,
    engine: { kind: "cpu", threads: 1 },
  });
  const folder = await mkdtemp(path.join(tmpdir(), "phases-"));
  try {
    const rows: { step: number; time: number; parameters: Float64Array }[] = [];
    const stages: number[] = [];
    const run = await startRun({
      experiment,
      baseDirectory: folder,
      runDirectory: path.join(folder, "run"),
      onEvent: (event) => {
        if (event.kind === "stage") stages.push(event.step);
        if (event.kind !== "recorded") return;
        const { step, time, parameters } = event;
        rows.push({ step, time, parameters: parameters.slice() });
      },
    });
    expect((await run.finished).status).toBe("done");
    const { family: _, initial: __, ...shape } = experiment.model;
    return { model: disentangledModel({ ...shape, alphabetSize: 3 }), rows, stages };
  } finally {
    await rm(folder, { recursive: true });
  }
}

let inStages: Recorded;
let atOnce: Recorded;
let flowing: Recorded;
beforeAll(async () => {
  inStages = await recorded({
    stages: [
      { train: ["coefficients"], steps: 60, ...learning },
      { train: ["rpe"], steps: 2_000, ...learning },
      { train: ["scale"], steps: 200, ...learning },
    ],
  });
  const flow = (time: number) => ({
    steps: 2_000,
    optimizer: { kind: "flow", tolerance: 1e-9, time } as const,
  });
  flowing = await recorded(
    {
      stages: [
        { train: ["coefficients"], ...flow(4) },
        { train: ["rpe"], ...flow(3_000) },
        { train: ["scale"], ...flow(300) },
      ],
    },
    { normalizeValues: "none", boundary: "skip", loss: "log" },
  );
  atOnce = await recorded({ stages: [{ train: ["coefficients", "rpe", "scale"], steps: 800, ...learning }] });
});

const kinds = (phases: readonly { readonly kind: string }[]) => phases.map(({ kind }) => kind);

/** Recorded rows between two steps. */
const rowsApart = (rows: readonly { readonly step: number }[], one: number, other: number) =>
  Math.abs(rows.findIndex(({ step }) => step === one) - rows.findIndex(({ step }) => step === other));

test("of a run in three stages they are its stages, though nobody said where these began", () => {
  const phases = detectPhases(inStages.model, inStages.rows);
  expect(kinds(phases)).toEqual(["selection", "concentration", "growth"]);
  expect(phases.map(({ fromStep }) => fromStep)[0]).toBe(0);
  expect(phases.at(-1)?.toStep).toBe(2_260);
  [60, 2_060].forEach((begins, at) => {
    expect(phases[at + 1].fromStep).toBe(phases[at].toStep);
    expect(rowsApart(inStages.rows, phases[at + 1].fromStep, begins)).toBeLessThanOrEqual(3);
  });
});

test("of a gradient flow in three stages they are its stages, with the time of each row or without", () => {
  for (const rows of [flowing.rows, flowing.rows.map(({ step, parameters }) => ({ step, parameters }))]) {
    const phases = detectPhases(flowing.model, rows);
    expect(kinds(phases)).toEqual(["selection", "concentration", "growth"]);
    flowing.stages.slice(1).forEach((begins, at) => {
      expect(rowsApart(rows, phases[at + 1].fromStep, begins)).toBeLessThanOrEqual(3);
    });
  }
});

test("a phase that did not happen is not invented", () => {
  const { model, rows } = inStages;
  const still = (from: number, to: number) =>
    rows.map((row) => {
      const parameters = row.parameters.slice();
      parameters.set(rows[0].parameters.subarray(from, to), from);
      return { ...row, parameters };
    });
  const weights = model.heads * model.window;
  const whole = rows[0].parameters.length;
  expect(kinds(detectPhases(model, still(0, weights)))).toEqual(["selection", "growth"]);
  expect(kinds(detectPhases(model, still(whole - 1, whole)))).toEqual(["selection", "concentration"]);
  expect(kinds(detectPhases(model, still(0, whole)))).toEqual([]);
});

test("the boundaries do not wander while a run goes on", () => {
  const { model, rows } = atOnce;
  const growths = [300, 500, 700].map((end) => {
    const phases = detectPhases(
      model,
      rows.filter(({ step }) => step <= end),
    );
    expect(kinds(phases)).toEqual(["selection", "concentration", "growth"]);
    return phases[2].fromStep;
  });
  expect(Math.max(...growths)).toBeLessThan(2 * Math.min(...growths));
});

test("of a run that trains all at once they follow one another without gaps", () => {
  const { model, rows } = atOnce;
  const phases = detectPhases(model, rows);
  expect(kinds(phases)).toEqual(["selection", "concentration", "growth"]);
  const [selection, concentration, growth] = phases;
  expect([selection.fromStep, growth.toStep]).toEqual([0, 800]);
  expect([concentration.fromStep, growth.fromStep]).toEqual([selection.toStep, concentration.toStep]);
  const stateAt = (step: number) => {
    const { parameters } = rows.find((row) => row.step === step) ?? rows[0];
    const weights = describeSubsets(model, parameters).map(({ weight }) => weight);
    const attentions = describeHeads(model, parameters).map(({ attention }) => attention);
    return { best: Math.max(...weights), attentions, scale: parameters.at(-1) ?? NaN };
  };
  expect(stateAt(0).best).toBeLessThan(0.2);
  expect(stateAt(selection.toStep).best).toBeGreaterThan(0.9);
  const speed = (head: number, from: number, to: number) =>
    (stateAt(to).attentions[head] - stateAt(from).attentions[head]) / (to - from);
  for (const head of [0, 1]) {
    const before = speed(head, concentration.fromStep, concentration.toStep);
    expect(speed(head, growth.fromStep, 800)).toBeLessThan(before / 2);
  }
  expect(stateAt(800).scale).toBeGreaterThan(1.01 * stateAt(growth.fromStep).scale);
});

test("of a run so far they are those that have happened", () => {
  const upTo = (step: number) => inStages.rows.filter((row) => row.step <= step);
  const { model } = inStages;
  expect(detectPhases(model, upTo(1))).toEqual([]);
  expect(detectPhases(model, upTo(60))).toEqual([{ kind: "selection", fromStep: 0, toStep: 60 }]);
  expect(kinds(detectPhases(model, upTo(1_800)))).toEqual(["selection", "concentration"]);
});

test("a subset that comes back a little does not undo the selection", () => {
  const { model, rows } = atOnce;
  const winner = describeSubsets(model, rows[rows.length - 1].parameters).findIndex(
    ({ weight }) => weight > 0.9,
  );
  const rival = winner === 1 ? 2 : 1;
  const { heads, window } = model;
  const last = rows.slice(-20).map(({ step, parameters }) => {
    const changed = parameters.slice();
    changed[heads * window + rival] = 0.5 * changed[heads * window + winner];
    return { step, parameters: changed };
  });
  const phases = detectPhases(model, [...rows.slice(0, -20), ...last]);
  const before = detectPhases(model, rows);
  expect(kinds(phases)).toEqual(kinds(before));
  phases.forEach(({ fromStep }, at) =>
    expect(rowsApart(rows, fromStep, before[at].fromStep)).toBeLessThanOrEqual(3),
  );
});

test("there are none where no subset wins, nothing is recorded or everything is lost", () => {
  const { model, rows } = atOnce;
  expect(detectPhases(model, [])).toEqual([]);
  expect(detectPhases(model, rows.slice(0, 1))).toEqual([]);
  const still = rows.map(({ step }) => ({ step, parameters: rows[0].parameters }));
  expect(detectPhases(model, still)).toEqual([]);
  const lost = rows.map(({ step, parameters }) => ({ step, parameters: parameters.map(() => NaN) }));
  expect(detectPhases(model, lost)).toEqual([]);
});

test("rows with lost parameters are passed over", () => {
  const { model, rows } = atOnce;
  const holes = rows.map((row, at) =>
    at % 7 === 3 ? { ...row, parameters: row.parameters.with(2, NaN) } : row,
  );
  const whole = rows.filter((_, at) => at % 7 !== 3);
  expect(detectPhases(model, holes)).toEqual(detectPhases(model, whole));
});
