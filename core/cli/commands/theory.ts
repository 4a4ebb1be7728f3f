/** `theory`: what theory says of an experiment's data, before anything is trained. */
import type { Experiment } from "../../config";
import { drawSequences, drawTransitions, type ChainLaw, type TokenSet } from "../../data";
import {
  estimateOf,
  fitScale,
  headKeys,
  lagSetName,
  lossesOf,
  referencesOn,
  selectParents,
  TheoryError,
  type Estimate,
  type LagSet,
  type ParentSelection,
  type Reference,
} from "../../theory";
import { ExitCode, InputError } from "../exit";
import { counted, decimal, grouped } from "../numbers";
import type { Output } from "../output";
import { loadExperiment } from "../source";
import { tableLines } from "../table";

export interface TheoryOptions {
  /** Draws of π for the informations. */
  readonly draws: number;
  readonly set?: readonly string[];
}

export async function theory(source: string, options: TheoryOptions, output: Output): Promise<number> {
  const { experiment } = await loadExperiment(source, options.set ?? [], output);
  const { data, model, seed } = experiment;
  if (data.kind !== "markov") {
    throw new InputError(`The sequences come from ${data.path}, and the law behind a file is not known.`);
  }
  const law: ChainLaw = data;
  const { window, maxDegree: degree } = model;
  const selection = await selected({
    law,
    window,
    degree,
    draws: options.draws,
    // The chains of the first training sequences.
    transitionsOf: (draw) => drawTransitions(law, seed, "train", draw),
  });
  output.object("informations", { window, degree, ...selection });
  selectionLines(selection, experiment).forEach((line) => output.line(line));
  if (data.validationSequences === 0) {
    output.warning("Nothing is held out to measure predictors on: data.validationSequences is 0.");
    return ExitCode.done;
  }
  const set = await drawSequences(law, seed, "validation", 0, data.validationSequences);
  await tellReferences(set, law, selection.sets[selection.selected].lags, experiment, output);
  return ExitCode.done;
}

async function selected(plan: Parameters<typeof selectParents>[0]): Promise<ParentSelection> {
  try {
    return await selectParents(plan);
  } catch (error) {
    if (error instanceof TheoryError) throw new InputError(error.message);
    throw error;
  }
}

/** Transition probabilities, over all sequences, that are drawn again for the oracle: some ten seconds. */
const mostRedrawn = 3e8;
/** Sets shown; the others are less informative. */
const mostRows = 40;

function selectionLines(selection: ParentSelection, { data, model }: Experiment): string[] {
  const { sets, draws, gap, runnerUp } = selection;
  const best = sets[selection.selected];
  const order = sets.toSorted((a, b) => b.modifiedChi2.mean - a.modifiedChi2.mean);
  const rows = order
    .slice(0, mostRows)
    .map((set) => [
      set === best ? "S*" : "",
      lagSetName(set.lags),
      ...cells(set.modifiedChi2),
      ...cells(set.chi2),
    ]);
  return [
    `Informations of up to ${counted(model.maxDegree, "lag")} of 1 to ${model.window}, over ` +
      `${counted(draws, "chain")} of the prior (d = ${data.alphabetSize}), with standard errors:`,
    ...tableLines([["", "lags", "modified χ²", "±", "χ²", "±"], ...rows], { right: [2, 3, 4, 5] }),
    ...(order.length > mostRows ? [`and ${counted(order.length - mostRows, "set")} below.`] : []),
    "",
    gap === null || runnerUp === null
      ? `S* is ${lagSetName(best.lags)}, the only set.`
      : `S* is ${lagSetName(best.lags)}, ahead of ${lagSetName(sets[runnerUp].lags)} by ${withError(gap)}.`,
    `Entropy rate: ${withError(selection.entropyRate)} nats a token, for stationary chains.`,
    "",
  ];
}

/** GIH at its best scale here and at its limit, beside all predictors that learn nothing. */
async function tellReferences(
  set: TokenSet,
  law: ChainLaw,
  lags: LagSet,
  { model, seed }: Experiment,
  output: Output,
): Promise<void> {
  const redrawn = set.count * law.alphabetSize ** (law.parents.length + 1);
  const best = fitScale(set, headKeys(set, lags, model), model);
  const references = await referencesOn({
    set,
    law,
    selected: lags,
    scales: best === Infinity ? [best] : [best, Infinity],
    keys: model,
    transitionsOf:
      redrawn > mostRedrawn ? null : (number) => drawTransitions(law, seed, "validation", number),
  });
  const rows = references.map((reference) => {
    const { kind, scale } = reference;
    const [log, softmax] = (["log", "softmax"] as const).map((loss) =>
      estimateOf(lossesOf(reference.predictions, set, { loss, epsilon: model.epsilon })),
    );
    output.object("reference", { predictor: kind, lags: reference.lags, scale, log, softmax });
    return [nameOf(reference), ...cells(log), ...cells(softmax)];
  });
  output.line(
    `Mean losses on the ${counted(set.count, "validation sequence")}, with standard errors ` +
      `(the model's own is ${model.loss}):`,
  );
  tableLines([["", "log", "±", "softmax", "±"], ...rows], { right: [1, 2, 3, 4] }).forEach((line) =>
    output.line(line),
  );
  if (redrawn > mostRedrawn) {
    output.warning(
      `The oracle is left out: it needs ${grouped(redrawn)} transition probabilities to be drawn again, at most ` +
        `${grouped(mostRedrawn)} are. Its log loss is near the entropy rate; fewer validation sequences bring it back.`,
    );
  }
  output.line(
    "The softmax loss takes probabilities for logits, so that it favours sure predictions over right ones.",
  );
}

function nameOf({ kind, lags, scale }: Reference): string {
  switch (kind) {
    case "uniform":
      return "uniform";
    case "unigram":
      return "in-context unigram";
    case "maximumLikelihood":
      return `in-context frequencies after ${lagSetName(lags)}`;
    case "inductionHead":
      return `GIH(${lagSetName(lags)}, a ${scale === Infinity ? "→ ∞" : `= ${(scale ?? 0).toFixed(2)}, best here`})`;
    case "bayes":
      return "Bayes, knowing prior and parents";
    case "oracle":
      return "oracle, knowing π";
  }
}

function cells({ mean, standardError }: Estimate): [string, string] {
  return [decimal(mean), decimal(standardError)];
}

function withError({ mean, standardError }: Estimate): string {
  return `${decimal(mean)} ± ${decimal(standardError)}`;
}
