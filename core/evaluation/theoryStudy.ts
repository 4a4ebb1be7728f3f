/** What theory says of an experiment's data: parents that they select, and how well one does who learns nothing. */
import { areChains, type ChainDataConfig, type MarkovDataConfig, type TokenExperiment } from "../config";
import { drawSequences } from "../data";
import { modelOf } from "../model";
import type { TheoryStudy } from "../studies";
import {
  fitScale,
  headKeys,
  lossesOf,
  referencesOn,
  RunningEstimate,
  selectParents,
  TheoryError,
  type LagSet,
  type LossRule,
  type ParentSelection,
  type Reference,
} from "../theory";
import { lawOf, RunSetupError } from "../training";
import { selectedFrom } from "./chains";
import { keysOf } from "./keys";
import { portionsOf } from "./portions";
import { theoryCost } from "./theoryCost";

export interface TheoryOptions {
  /** Draws of π for the informations; at least 2. */
  readonly draws?: number;
  /** Validation sequences to measure predictors on, at most. */
  readonly sequences?: number;
}

export const defaultDraws = 200;
export const mostMeasured = 20_000;

/**
 * Where each token follows one of two laws, informations are those of the mixture, which is a chain too; predictors are
 * then the affair of `mechanismStudyOf`.
 * @throws RunSetupError for sequences from a file, whose law is not known
 * @throws TheoryError where the law is too large, or most of its chains do not mix
 */
export async function theoryStudyOf(
  experiment: TokenExperiment,
  { draws = defaultDraws, sequences = mostMeasured }: TheoryOptions = {},
): Promise<TheoryStudy> {
  const data = chainData(experiment);
  const { model } = experiment;
  const selection = await selectionOf(experiment, data, draws);
  const measured = Math.min(sequences, data.validationSequences);
  const lags = selection.sets[selection.selected].lags;
  return {
    window: model.window,
    degree: model.maxDegree,
    ...selection,
    references:
      measured === 0 || data.kind !== "markov" ? [] : await referenceLosses(experiment, data, lags, measured),
    notes: [
      ...familyNotes(model),
      ...mixtureNotes(data),
      ...selectionNotes(selection),
      ...(data.kind === "markov" || data.validationSequences === 0 ? measuredNotes(data, measured) : []),
    ],
  };
}

/** Fewer draws and sequences, in the time that this takes at most. */
const quick = { draws: 100, sequences: 500 };
const quickSeconds = 0.3;

/** The same where it is quick, by counts and not by the clock; null where it is not, or where there is none. */
export async function quickTheoryOf(experiment: TokenExperiment): Promise<TheoryStudy | null> {
  if (!(theoryCost(experiment, quick) <= quickSeconds)) return null;
  try {
    return await theoryStudyOf(experiment, quick);
  } catch (error) {
    if (error instanceof TheoryError) return null;
    throw error;
  }
}

/** From the chains of the first training sequences. @throws TheoryError */
export function selectionOf(
  { model, seed }: TokenExperiment,
  data: ChainDataConfig,
  draws: number,
): Promise<ParentSelection> {
  const { window, maxDegree: degree } = model;
  return selectParents({ ...selectedFrom(data, seed), window, degree, draws });
}

/** GIH at its best scale here and at its limit, beside all others. */
async function referenceLosses(
  { model, seed }: TokenExperiment,
  data: MarkovDataConfig,
  lags: LagSet,
  count: number,
): Promise<TheoryStudy["references"]> {
  const law = lawOf(data);
  const set = await drawSequences(law, seed, "validation", 0, count);
  const keys = keysOf(modelOf(model, data));
  const best = fitScale(set, headKeys(set, lags, keys), model);
  const scales = best === Infinity ? [best] : [best, Infinity];
  const found: { reference: Reference; loss: RunningEstimate; logLoss: RunningEstimate }[] = [];
  const logRule: LossRule = { loss: "log", epsilon: model.epsilon };
  for await (const { set, transitionsOf } of portionsOf({ law, seed, first: 0, count })) {
    const references = await referencesOn({ set, law, selected: lags, scales, keys, transitionsOf });
    references.forEach((reference, index) => {
      const { loss, logLoss } = (found[index] ??= {
        reference,
        loss: new RunningEstimate(),
        logLoss: new RunningEstimate(),
      });
      loss.add(lossesOf(reference.predictions, set, model));
      logLoss.add(lossesOf(reference.predictions, set, logRule));
    });
  }
  return found.map(({ reference: { kind, lags: seen, scale }, loss, logLoss }) => ({
    kind,
    lags: seen,
    scale,
    loss: loss.estimate,
    logLoss: logLoss.estimate,
  }));
}

function chainData({ data }: TokenExperiment): ChainDataConfig {
  if (areChains(data)) return data;
  throw new RunSetupError(`The sequences come from ${data.path}, and the law behind a file is not known.`);
}

/** How far what is said of data holds for models that are not the paper's. */
function familyNotes({ family }: TokenExperiment["model"]): string[] {
  switch (family) {
    case "disentangled":
    case "full":
      return [];
    case "mlp":
      return [
        "The model has an MLP for a selector: which sets of lags it may weigh, maxDegree does not bound.",
      ];
    case "deep":
      return [
        "Sets are of lags that one layer sees; a model of the family deep sees as far again with every layer.",
      ];
    case "absolute":
      return [
        "The theory is of relative positions: a model of the family absolute first has to find lags at all.",
      ];
  }
}

function mixtureNotes(data: ChainDataConfig): string[] {
  if (data.kind !== "mixed-markov") return [];
  return [
    "Informations are of the mixture, a chain on the parents of both laws. What of them is the shared n-gram's is the same " +
      "in all sequences: a model that could store it need not look for it in context.",
  ];
}

function selectionNotes({ draws, leftOut }: ParentSelection): string[] {
  if (leftOut === 0) return [];
  return [
    `${leftOut} of ${draws + leftOut} chains of the prior do not mix and are left out: the informations and the entropy ` +
      "rate are those of chains that mix, which is a bias, for the others are the slowest.",
  ];
}

/** On how many sequences predictors are measured, where not on all. */
export function measuredNotes({ validationSequences }: ChainDataConfig, measured: number): string[] {
  if (validationSequences === 0) {
    return ["Nothing is held out to measure predictors on: data.validationSequences is 0."];
  }
  return measured < validationSequences
    ? [`Predictors are measured on the first ${measured} of ${validationSequences} validation sequences.`]
    : [];
}
