/**
 * Variants trained over several seeds, as a sweep in `<run>/ablation`, and what their results say. The seed draws the
 * data, so the variants of one seed see the same sequences and are held against the baseline of that seed. Who trains
 * the members is core/sweep's affair.
 */
import path from "node:path";
import { totalSteps, type TokenExperiment } from "../config";
import type { AblationVariant } from "../studies";
import type { Member, MemberResult, SweepPlan } from "../sweep";
import { estimateOf } from "../theory";
import { variantsOf, type Variant } from "./variants";

export interface RetrainingOptions {
  /** How many, from the experiment's own on; at least 1. */
  readonly seeds: number;
  /** Of all stages together; the experiment's if left out. */
  readonly steps?: number;
  /** Variants that are wanted, besides the baseline; all if left out. */
  readonly only?: readonly string[];
  /** The run that it is about: files of data are named from there. */
  readonly runDirectory: string;
}

export interface Retraining {
  /** All that there are, wanted or not; what takes long is wanted only where it is named. */
  readonly variants: readonly Variant[];
  /** The baseline first. */
  readonly wanted: readonly Variant[];
  readonly seeds: readonly number[];
  /** Of each of them. */
  readonly steps: number;
  readonly plan: SweepPlan;
  /** What was left out and why, in words. */
  readonly notes: readonly string[];
}

/** Where the variants of a run are trained. */
export function retrainingFolder(runDirectory: string): string {
  return path.join(runDirectory, "ablation");
}

const fields = ["variant", "seed"];
const mostSeeds = 2 ** 32;

export function planRetraining(experiment: TokenExperiment, options: RetrainingOptions): Retraining {
  const { only, runDirectory } = options;
  const { variants, notes } = variantsOf(experiment, options.steps);
  const isWanted = ({ id, seconds }: Variant) => only?.includes(id) ?? seconds === null;
  const wanted = variants.filter((variant) => variant.id === "baseline" || isWanted(variant));
  const fromFile = experiment.data.kind === "file";
  const seeds = Array.from(
    { length: fromFile ? 1 : options.seeds },
    (_, index) => (experiment.seed + index) % mostSeeds,
  );
  // Seed by seed: so what is there early compares all variants, and more seeds are more at the end.
  const members = seeds
    .flatMap((seed) => wanted.map((variant) => ({ variant, seed })))
    .map(({ variant, seed }, index) => ({ ...memberOf(variant.id, variant.experiment, seed), index }));
  return {
    variants,
    wanted,
    seeds,
    steps: totalSteps(variants[0].experiment),
    plan: {
      name: `${experiment.name.slice(0, 80)} ablation`,
      fields,
      members,
      baseDirectory: path.resolve(runDirectory),
      secondsAllowed: null,
    },
    notes: [
      ...notes,
      ...(only ? [] : variants.flatMap(slowNote)),
      ...(fromFile ? ["One seed is enough: it would draw data, and these come from a file."] : []),
      ...(fromFile && experiment.data.validationSequences === 0
        ? ["The file has no sequences held out: variants are compared by their training losses."]
        : []),
    ],
  };
}

/** Why it is not among what is trained unasked. */
function slowNote({ id, title, seconds }: Variant): string[] {
  if (seconds === null) return [];
  const hours = seconds / 3_600;
  const long = hours < 1 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(hours)} hours`;
  return [
    `“${title}” is not trained unasked: it would take about ${long} a seed, for the family has no kernels of its own. ` +
      `Ask for it by name (--only ${id}), with fewer steps (--steps).`,
  ];
}

function memberOf(variant: string, experiment: TokenExperiment, seed: number): Omit<Member, "index"> {
  const name = `${experiment.name.slice(0, 60)} ${variant}`;
  return { values: [variant, seed], experiment: { ...experiment, name, seed } };
}

export type PlanFit =
  /** The sweep that is there has all that is wanted, and nothing else is left to train in it. */
  | { readonly kind: "holds" }
  /** All that is there is wanted, and more: the whole plan, what was there first. */
  | { readonly kind: "grows"; readonly plan: SweepPlan }
  /** It was planned for something else. */
  | { readonly kind: "differs" };

/** What a sweep that was planned and perhaps trained before is to a plan of now. @param ended indices of its members */
export function planFit(there: SweepPlan, ended: ReadonlySet<number>, wanted: SweepPlan): PlanFit {
  const known = new Set(there.members.map(keyOf));
  const asked = new Set(wanted.members.map(keyOf));
  const more = wanted.members.filter((member) => !known.has(keyOf(member)));
  const unasked = there.members.filter((member) => !asked.has(keyOf(member)) && !ended.has(member.index));
  if (unasked.length > 0) return { kind: "differs" };
  if (more.length === 0) return { kind: "holds" };
  const members = [...there.members, ...more].map((member, index) => ({ ...member, index }));
  return { kind: "grows", plan: { ...there, members } };
}

/** What makes a training what it is. */
function keyOf({ values, experiment }: Omit<Member, "index">): string {
  const { $schema: _, ...settings } = experiment;
  return JSON.stringify([values, { ...settings, name: "" }]);
}

/**
 * The variants of which anything has ended, the baseline first, over all seeds that were trained; costs are means of
 * differences to the baseline of the same seed.
 * @param there the sweep's own plan, which may hold more
 */
export function variantsFrom(
  variants: readonly Variant[],
  there: SweepPlan,
  results: readonly MemberResult[],
): AblationVariant[] {
  const ended = results.map((result) => ({ result, member: there.members[result.index] }));
  const membersOf = ({ id, experiment }: Variant) =>
    ended
      .filter(({ member }) => keyOf(member) === keyOf(memberOf(id, experiment, member.experiment.seed)))
      .map(({ member, result }) => endOf(member, result))
      .sort((one, other) => one.seed - other.seed);
  const [baseline, ...others] = variants.map((variant) => ({ variant, members: membersOf(variant) }));
  const ofSeed = new Map(baseline.members.map(({ seed, loss }) => [seed, loss]));
  const trained = others.filter(({ members }) => members.length > 0);
  if (trained.length === 0 && baseline.members.length === 0) return [];
  return [baseline, ...trained].map(({ variant: { id, title, changes }, members }) => {
    return { id, title, changes, members, cost: id === "baseline" ? null : costOf(members, ofSeed) };
  });
}

function endOf(
  { experiment }: Member,
  { state, failure, measures }: MemberResult,
): AblationVariant["members"][number] {
  const { validationLoss, loss } = measures;
  const measured = experiment.data.validationSequences > 0 ? validationLoss : loss;
  const ended = state === "done" && typeof measured === "number" ? measured : NaN;
  return {
    seed: experiment.seed,
    loss: ended,
    failure: state === "failed" ? (failure ?? "It does not say why.") : null,
  };
}

function costOf(
  members: AblationVariant["members"],
  baseline: ReadonlyMap<number, number>,
): AblationVariant["cost"] {
  const differences = members
    .map(({ seed, loss }) => loss - (baseline.get(seed) ?? NaN))
    .filter((difference) => Number.isFinite(difference));
  return differences.length > 0 ? estimateOf(Float64Array.from(differences)) : null;
}
