/** The ready sweeps: sound files, of which members really train. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { formatProblem, limitSteps } from "../../../core/config";
import {
  createSweep,
  parseSweep,
  planSweep,
  sweepPresets,
  sweepPresetText,
  trainMember,
  type SweepPlan,
} from "../../../core/sweep";

const ids = sweepPresets.map(({ id }) => id);

function planOf(id: string, name?: string): SweepPlan {
  const parsed = parseSweep(sweepPresetText(id, name));
  const problems = parsed.ok ? parsed.warnings : parsed.problems;
  expect(problems.map((problem) => formatProblem(problem, id))).toEqual([]);
  if (!parsed.ok) throw new Error(id);
  return planSweep(parsed.sweep);
}

test("there is one for each question that the paper leaves open", () => {
  expect(ids).toEqual([
    "learning-rate",
    "heads-window-degree",
    "alphabet-parents",
    "information-gap",
    "plateau",
  ]);
});

test.each(ids)("%s has no faults and no doubts, and says what it varies and how long it takes", (id) => {
  const plan = planOf(id, "mine");
  expect(plan.name).toBe("mine");
  expect(plan.members.length).toBeGreaterThan(20);
  expect(plan.fields.length).toBeGreaterThan(1);
  const preset = sweepPresets.find((each) => each.id === id);
  expect(preset?.description).toContain(`${plan.members.length} runs`);
  expect(preset?.description).toMatch(/minutes? on two cores/);
  expect(
    Math.max(
      ...sweepPresetText(id)
        .split("\n")
        .map((line) => line.length),
    ),
  ).toBeLessThan(100);
});

test.each(ids)("the first, middle and last runs of %s train", async (id) => {
  const whole = planOf(id);
  const members = whole.members.map((member) => ({
    ...member,
    experiment: limitSteps(member.experiment, 3),
  }));
  const folder = await mkdtemp(path.join(tmpdir(), "induction-lab-ready-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const directory = path.join(folder, "s");
  await createSweep(directory, { ...whole, members });
  for (const index of [0, Math.floor(members.length / 2), members.length - 1]) {
    const result = await trainMember(directory, index);
    expect(result).toMatchObject({ state: "done", failure: null, measures: { steps: 3 } });
  }
});

test("stress reaches twenty tokens and four parents; the gap has lags of every kind", () => {
  const [last] = planOf("alphabet-parents").members.slice(-1);
  expect(last.experiment.data).toMatchObject({ alphabetSize: 20, parents: [1, 2, 3, 4] });
  const parents = planOf("information-gap").members.map(({ values }) => values[2]);
  expect(new Set(parents)).toEqual(new Set(["[1,2]", "[1,3]", "[2,4]"]));
});

test("refuses an unknown name and suggests one", () => {
  expect(() => sweepPresetText("learning-rates")).toThrow(
    'There is no ready sweep "learning-rates". Did you mean "learning-rate"?',
  );
  expect(() => sweepPresetText("something")).toThrow("There are learning-rate, heads-window-degree,");
});
