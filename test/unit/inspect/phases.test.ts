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
  readonly rows: readonly { readonly step: number; readonly parameters: Float64Array }[];
}

const learning = { learningRate: 1, optimizer: "sgd" } as const;

/** The paper's model on few sequences, trained and recorded as any run is. */
async function recorded(training: NonNullable<ExperimentSource["training"]>): Promise<Recorded> {
  const experiment = experimentOf({
    data: { sequenceLength: 100, trainSequences: 500, validationSequences: 0 },
    model: {
      lagMask: "authors",
      normalizeValues: "l2",
      boundary: "truncate",
      includeEmptySubset: true,
      loss: "softmax",
    },
    training,
    engine: { kind: "cpu", threads: 1 },
  });
  const folder = await mkdtemp(path.join(tmpdir(), "phases-"));
  try {
    const rows: { step: number; parameters: Float64Array }[] = [];
    const run = await startRun({
      experiment,
      baseDirectory: folder,
      runDirectory: path.join(folder, "run"),
      onEvent: (event) => {
        if (event.kind === "recorded") rows.push({ step: event.step, parameters: event.parameters.slice() });
      },
    });
    expect((await run.finished).status).toBe("done");
    const { family: _, initial: __, ...shape } = experiment.model;
    return { model: disentangledModel({ ...shape, alphabetSize: 3 }), rows };
  } finally {
    await rm(folder, { recursive: true });
  }
}

let inStages: Recorded;
let atOnce: Recorded;
beforeAll(async () => {
  inStages = await recorded({
    stages: [
      { train: ["coefficients"], steps: 60, ...learning },
      { train: ["rpe"], steps: 2_000, ...learning },
      { train: ["scale"], steps: 200, ...learning },
    ],
  });
  atOnce = await recorded({ stages: [{ train: ["coefficients", "rpe", "scale"], steps: 800, ...learning }] });
});

const kinds = (phases: readonly { readonly kind: string }[]) => phases.map(({ kind }) => kind);

test("of a run in three stages they are its stages", () => {
  const [selection, concentration, growth] = detectPhases(inStages.model, inStages.rows);
  expect(selection.kind).toBe("selection");
  expect(selection.fromStep).toBe(0);
  expect(selection.toStep).toBeGreaterThanOrEqual(60);
  // The heads move slowly at first.
  expect(selection.toStep).toBeLessThan(120);
  expect(concentration).toEqual({ kind: "concentration", fromStep: selection.toStep, toStep: 2_060 });
  expect(growth).toEqual({ kind: "growth", fromStep: 2_060, toStep: 2_260 });
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
  const way = (head: number) => {
    const at = (step: number) => stateAt(step).attentions[head];
    return (at(growth.fromStep) - at(0)) / (at(800) - at(0));
  };
  expect(Math.min(way(0), way(1))).toBeCloseTo(0.9, 1);
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
  expect(phases).toEqual(detectPhases(model, rows));
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
