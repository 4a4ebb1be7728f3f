/**
 * What can be left out of a training from its start: each variant as changes of the experiment, checked like any other
 * experiment. What makes no sense for this one is left out, and said.
 */
import {
  compareExperiments,
  experimentFromValue,
  formatProblem,
  isOfTokens,
  totalSteps,
  type TokenExperiment,
  type MarkovDataConfig,
} from "../config";
import { hasSelector, initialOf, modelOf } from "../model";
import { copiers } from "./copierVariants";
import { headsOnLags, sameSet, setId, setName } from "./parentSets";
import { stagesSet, type Proposal, type Proposed } from "./proposals";
import { inOneStage, inStages, partsOf, trainAlike, trains, withoutGroups, withTotalSteps } from "./stages";

export interface Variant {
  /** `baseline` comes first. */
  readonly id: string;
  readonly title: string;
  /** Fields that are changed, as `--set` takes them. */
  readonly overrides: readonly string[];
  readonly experiment: TokenExperiment;
  /** The same in words. */
  readonly changes: readonly string[];
  /** Seconds that it takes, about, where that is too long for nobody to have asked for it; else null. */
  readonly seconds: number | null;
}

export interface VariantPlan {
  readonly variants: readonly Variant[];
  /** What was left out and why, in words. */
  readonly notes: readonly string[];
}

/**
 * Sequences held out of each training, if they can be drawn: with the thousand that suffice for watching one, the
 * smaller differences between variants drown. The experiment's own are the first of them.
 */
const heldOut = 10_000;
/** Tokens of these, at most. */
const mostTokens = 2e6;
const mostValidations = 20;

/** @param steps of all stages together, in the experiment's proportions; as many as it has if left out */
export function variantsOf(experiment: TokenExperiment, steps?: number): VariantPlan {
  const base = baselineOf(experiment, steps);
  const proposed = [...selectors(base), ...heads(base), ...copiers(base), ...courses(base), ...scales(base)];
  const outcomes = proposed.map((proposal) => checked(base, proposal));
  return {
    variants: [
      { id: "baseline", title: "As it is", overrides: [], experiment: base, changes: [], seconds: null },
      ...outcomes.filter((outcome) => typeof outcome === "object"),
    ],
    notes: [...heldOutNote(experiment, base), ...outcomes.filter((outcome) => typeof outcome === "string")],
  };
}

/** The experiment that all others are held against: with sequences to measure on, and the steps that are wanted. */
function baselineOf(experiment: TokenExperiment, steps = totalSteps(experiment)): TokenExperiment {
  const { data, training } = experiment;
  const stages = steps === totalSteps(experiment) ? training.stages : withTotalSteps(training.stages, steps);
  // Only the last validation counts, and with so many sequences each takes its time.
  const validationEvery =
    training.validationEvery === 0
      ? steps
      : Math.max(training.validationEvery, Math.ceil(steps / mostValidations));
  return {
    ...experiment,
    data: data.kind === "markov" ? { ...data, validationSequences: heldOutOf(data) } : data,
    training: { ...training, stages, validationEvery },
  };
}

function heldOutOf({ validationSequences, sequenceLength }: MarkovDataConfig): number {
  return Math.max(validationSequences, Math.min(heldOut, Math.floor(mostTokens / (sequenceLength + 1))));
}

function heldOutNote(
  { data: own }: TokenExperiment,
  { data: { validationSequences } }: TokenExperiment,
): string[] {
  if (own.kind === "file" || validationSequences === own.validationSequences) return [];
  const first = own.validationSequences > 0 ? ", of which the experiment's own are the first" : "";
  return [
    `Variants are measured on ${validationSequences.toLocaleString("en-US")} held-out sequences of each seed${first}.`,
  ];
}

function selectors(base: TokenExperiment): Proposed[] {
  const { stages } = base.training;
  const model = modelOfBase(base);
  const { subsets } = model;
  if (!hasSelector(model)) return mlp(base);
  const coefficients = partsOf(true).selector.groups;
  const untrained = stagesSet(withoutGroups(stages, coefficients));
  const proposals: Proposed[] = [];
  if (subsets.length === 1) return ["“No selector” is left out: the model has but one subset."];
  proposals.push(
    trains(stages, coefficients)
      ? { id: "no-selector", title: "No selector: p stays uniform", overrides: [untrained] }
      : "“No selector” is left out: no stage trains coefficients.",
  );
  const alone = (set: readonly number[], what: string): Proposal => ({
    id: `only-${setId(set)}`,
    title: `${setName(set)} alone (${what})`,
    overrides: [subsetsSet([set]), ...(trains(stages, coefficients) ? [untrained] : [])],
  });
  const parents = parentHeads(base);
  proposals.push(typeof parents === "string" ? parents : alone(parents, "the parents"));
  const full = Array.from({ length: model.heads }, (_, head) => head);
  const fullIsParents = typeof parents !== "string" && sameSet(full, parents);
  if (!fullIsParents && subsets.some((subset) => sameSet(subset, full))) {
    proposals.push(alone(full, "all heads"));
  }
  return proposals;
}

function mlp({ training: { stages } }: TokenExperiment): Proposed[] {
  const { groups } = partsOf(false).selector;
  return [
    trains(stages, groups)
      ? {
          id: "mlp-frozen",
          title: "MLP frozen as initialised",
          overrides: [stagesSet(withoutGroups(stages, groups))],
        }
      : "The MLP is not frozen: no stage trains it anyway.",
    "“No selector” and sets of heads alone are left out: an MLP weighs them, and has no weights of sets.",
  ];
}

/** The heads that begin on the parents' lags, 0-based; or why they cannot be named. */
function parentHeads(base: TokenExperiment): number[] | string {
  const { data } = base;
  if (data.kind !== "markov")
    return "No set is fixed to the parents: those of a file's sequences are not known.";
  const model = modelOfBase(base);
  if (model.family === "absolute") {
    return "No set is fixed to the parents: heads that know where they stand begin on no lag in particular.";
  }
  const parameters = initialOf(model, base.model.initial, base.seed);
  const found = headsOnLags({ model, parameters }, data.parents);
  if (!found) return "No set is fixed to the parents: no head begins on some of their lags.";
  if (model.subsets.some((subset) => sameSet(subset, found))) return found;
  return `No set is fixed to the parents: the model has no subset ${setName(found)}.`;
}

function heads(base: TokenExperiment): Proposed[] {
  const model = modelOfBase(base);
  const { subsets, heads: count } = model;
  if (!hasSelector(model)) {
    return ["Heads are not left out one by one: where an MLP weighs them, no subset holds a head."];
  }
  return Array.from({ length: count }, (_, head): Proposed[] => {
    const left = subsets.filter((subset) => !subset.includes(head));
    if (left.length === subsets.length) return [];
    if (left.every((subset) => subset.length === 0)) {
      return [`Head ${head + 1} is not left out: no head would be left in any subset.`];
    }
    const overrides = [subsetsSet(left)];
    return [{ id: `head-${head + 1}`, title: `Without head ${head + 1}`, overrides }];
  }).flat();
}

function courses(base: TokenExperiment): Proposed[] {
  const { stages } = base.training;
  const parts = Object.values(partsOf(hasSelector(modelOfBase(base))));
  const proposals: Proposed[] = [];
  const groups = inStages(stages, parts).length;
  if (stages.length > 1) {
    const title = `One stage instead of ${inWords(stages.length)}`;
    proposals.push({ id: "one-stage", title, overrides: [stagesSet(inOneStage(stages))] });
    if (!trainAlike(stages)) {
      proposals.push("The stages train in different manners: the one stage trains as the first of them.");
    }
  }
  if (groups > 1 && stages.some((stage) => inStages([stage], parts).length > 1)) {
    const title = `${capital(inWords(groups))} stages instead of ${inWords(stages.length)}`;
    proposals.push({
      id: `${inWords(groups)}-stages`,
      title,
      overrides: [stagesSet(inStages(stages, parts))],
    });
  }
  if (proposals.length === 0) proposals.push("Stages are left as they are: only one group is trained.");
  return proposals;
}

function scales({ training, model }: TokenExperiment): Proposed[] {
  const { stages } = training;
  const { scale } = model.initial;
  const { groups } = partsOf(true).scale;
  const frozen = trains(stages, groups) ? [stagesSet(withoutGroups(stages, groups))] : [];
  return [
    frozen.length > 0
      ? { id: "scale-frozen", title: `Scale frozen as initialised (${scale})`, overrides: frozen }
      : "The scale is not frozen: no stage trains it anyway.",
    ...(scale === 1
      ? []
      : [{ id: "scale-1", title: "Scale clamped at 1", overrides: ["model.initial.scale=1", ...frozen] }]),
  ];
}

/** @returns why it is left out, where it cannot be trained */
function checked(base: TokenExperiment, proposed: Proposed): Variant | string {
  if (typeof proposed === "string") return proposed;
  const { id, title, overrides, seconds = null } = proposed;
  if (overrides.includes(stagesSet([]))) return `“${title}” is left out: nothing would be left to train.`;
  const parsed = experimentFromValue(base, { overrides });
  if (!parsed.ok) {
    const faults = parsed.problems.filter(({ severity }) => severity === "error");
    return `“${title}” is left out: ${faults.map((fault) => formatProblem(fault, base.name)).join("; ")}`;
  }
  const { experiment } = parsed;
  if (!isOfTokens(experiment)) return `“${title}” is left out: it is of the mixed target.`;
  const changes = compareExperiments(base, experiment).map(({ words }) => words);
  return { id, title, overrides, experiment, changes, seconds };
}

function modelOfBase({ model, data }: TokenExperiment) {
  return modelOf(model, data);
}

/** @param subsets of 0-based heads */
function subsetsSet(subsets: readonly (readonly number[])[]): string {
  return `model.subsets=${JSON.stringify(subsets.map((subset) => subset.map((head) => head + 1)))}`;
}

function inWords(count: number): string {
  return ["no", "one", "two", "three", "four", "five", "six"].at(count) ?? String(count);
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
