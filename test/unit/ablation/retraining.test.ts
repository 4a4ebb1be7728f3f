import { expect, test } from "vitest";
import { planFit, planRetraining, variantsFrom } from "../../../core/ablation/retraining";
import type { MemberResult, SweepPlan } from "../../../core/sweep";
import { experimentOf } from "../training/runs";

const experiment = experimentOf();
const planned = (seeds: number, only?: readonly string[], steps?: number) =>
  planRetraining(experiment, {
    seeds,
    runDirectory: "/run",
    ...(only && { only }),
    ...(steps !== undefined && { steps }),
  });

const ended = (index: number, validationLoss: number | null): MemberResult => ({
  index,
  state: validationLoss === null ? "failed" : "done",
  failure: validationLoss === null ? "It diverged." : null,
  attempts: 1,
  seconds: 1,
  measures: validationLoss === null ? {} : { validationLoss, loss: 0 },
});

test("members go seed by seed, the baseline first, each with its own name", () => {
  const { plan, seeds } = planned(2, ["head-1"]);
  expect(seeds).toEqual([3, 4]);
  expect(plan.fields).toEqual(["variant", "seed"]);
  expect(plan.members.map(({ values }) => values)).toEqual([
    ["baseline", 3],
    ["head-1", 3],
    ["baseline", 4],
    ["head-1", 4],
  ]);
  expect(plan.members.map(({ experiment: { seed, name } }) => [seed, name])).toEqual([
    [3, "small baseline"],
    [3, "small head-1"],
    [4, "small baseline"],
    [4, "small head-1"],
  ]);
});

test("costs are differences to the baseline of the same seed; what failed counts in none", () => {
  const { plan, variants } = planned(3, ["head-1", "no-selector"]);
  const at = (variant: string, seed: number) =>
    plan.members.findIndex(({ values }) => values[0] === variant && values[1] === seed);
  const study = variantsFrom(variants, plan, [
    ended(at("head-1", 4), 0.9),
    ended(at("baseline", 3), 0.5),
    ended(at("baseline", 4), 0.6),
    ended(at("head-1", 3), 0.7),
    ended(at("head-1", 5), null),
    ended(at("baseline", 5), 0.1),
  ]);
  expect(study.map(({ id }) => id)).toEqual(["baseline", "head-1"]);
  const [baseline, head] = study;
  expect(baseline).toMatchObject({ changes: [], cost: null });
  expect(baseline.members.map(({ loss }) => loss)).toEqual([0.5, 0.6, 0.1]);
  expect(head.members[2]).toEqual({ seed: 5, loss: NaN, failure: "It diverged." });
  expect(head.cost?.mean).toBeCloseTo((0.2 + 0.3) / 2, 12);
  expect(head.cost?.standardError).toBeCloseTo(0.05, 12);
});

test("before anything has ended there are no variants, and a variant without its baseline has no cost", () => {
  const { plan, variants } = planned(1, ["head-1"]);
  expect(variantsFrom(variants, plan, [])).toEqual([]);
  const study = variantsFrom(variants, plan, [ended(1, 0.9)]);
  expect(study).toMatchObject([
    { id: "baseline", members: [], cost: null },
    { id: "head-1", cost: null },
  ]);
});

const grown = (there: SweepPlan, wanted: SweepPlan) => {
  const fit = planFit(there, new Set(), wanted);
  return fit.kind === "grows" ? fit.plan.members.map(({ index, values }) => [index, ...values]) : fit.kind;
};

test("more seeds and more variants are added to what is there, at its end", () => {
  const few = planned(1, ["head-1"]).plan;
  expect(planFit(few, new Set(), few)).toEqual({ kind: "holds" });
  expect(grown(few, planned(2, ["head-1"]).plan)).toEqual([
    [0, "baseline", 3],
    [1, "head-1", 3],
    [2, "baseline", 4],
    [3, "head-1", 4],
  ]);
  expect(grown(few, planned(1, ["head-1", "head-2"]).plan)).toEqual([
    [0, "baseline", 3],
    [1, "head-1", 3],
    [2, "head-2", 3],
  ]);
});

test("fewer are held by what is there once the others have ended, and other steps make another plan", () => {
  const many = planned(2, ["head-1"]).plan;
  const one = planned(1, ["head-1"]).plan;
  expect(planFit(many, new Set(), one)).toEqual({ kind: "differs" });
  expect(planFit(many, new Set([2, 3]), one)).toEqual({ kind: "holds" });
  expect(planFit(one, new Set(), planned(1, ["head-1"], 10).plan)).toEqual({ kind: "differs" });
});

test("a file's sequences need one seed only", () => {
  const data = { kind: "file", path: "/a.npy", alphabetSize: 2, validationSequences: 0 } as const;
  const { seeds, notes } = planRetraining(experimentOf({ data }), { seeds: 5, runDirectory: "/run" });
  expect(seeds).toEqual([3]);
  expect(notes.join("\n")).toContain("One seed is enough");
  expect(notes.join("\n")).toContain("training losses");
});
