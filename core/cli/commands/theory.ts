/** `theory`: what theory says of an experiment's data, or of a run's; of a run it is kept in the run's folder. */
import { stat } from "node:fs/promises";
import { isMixed, type TokenExperiment } from "../../config";
import {
  experimentOf,
  mechanismStudyOf,
  mixedExperimentOf,
  mostMeasured,
  ofTokens,
  theoryStudyOf,
} from "../../evaluation";
import { openRun } from "../../runs";
import type { MechanismStudy, Studies, TheoryStudy } from "../../studies";
import { lagSetName, TheoryError, type Estimate } from "../../theory";
import { ExitCode, InputError } from "../exit";
import { keepAndTell, renewDiagnosis } from "../keepStudy";
import { mechanismLines } from "../mechanismTable";
import { counted, decimal } from "../numbers";
import type { Output } from "../output";
import { predictorName, softmaxRemark, withError } from "../predictorNames";
import { loadExperiment } from "../source";
import { tableLines } from "../table";
import { transitionTheory, transitionTheoryOfRun } from "./transitionTheory";

export interface TheoryOptions {
  /** Draws of π for the informations. */
  readonly draws: number;
  readonly set?: readonly string[];
}

export async function theory(source: string, options: TheoryOptions, output: Output): Promise<number> {
  const { draws, set = [] } = options;
  const isRun = (await stat(source).catch(() => null))?.isDirectory() === true;
  if (isRun && set.length > 0) {
    throw new InputError("A run has been trained on what it was: --set is for experiment files and presets.");
  }
  if (isRun) {
    const run = await openRun(source);
    const mixed = mixedExperimentOf(run);
    if (mixed) return transitionTheoryOfRun(run, mixed, output);
    const told = await tellAll(experimentOf(run), draws, output);
    await keep(source, told, output);
    return ExitCode.done;
  }
  const { experiment } = await loadExperiment(source, set, output);
  if (isMixed(experiment)) return transitionTheory(experiment, output);
  await tellAll(ofTokens(experiment, "the experiment"), draws, output);
  return ExitCode.done;
}

type Told = Pick<Studies, "theory" | "mechanisms">;

async function tellAll(experiment: TokenExperiment, draws: number, output: Output): Promise<Told> {
  const studies = await studied(experiment, draws, output);
  if (studies.theory) tell(studies.theory, experiment, output);
  if (studies.mechanisms) tellMechanisms(studies.mechanisms, experiment, output);
  return studies;
}

async function keep(directory: string, { theory, mechanisms }: Told, output: Output): Promise<void> {
  const kept = [
    theory && (await keepAndTell(directory, "theory", theory, output)),
    mechanisms && (await keepAndTell(directory, "mechanisms", mechanisms, output)),
  ];
  if (kept.includes(true)) await renewDiagnosis(directory, output);
}

/** At least one. Where tokens follow one of two laws, predictors are told also where informations take too much. */
async function studied(experiment: TokenExperiment, draws: number, output: Output): Promise<Told> {
  const mechanisms = await mechanismStudyOf(experiment);
  try {
    return { theory: await theoryStudyOf(experiment, { draws }), mechanisms };
  } catch (error) {
    if (!(error instanceof TheoryError)) throw error;
    if (!mechanisms) throw new InputError(error.message);
    output.warning(`There are no informations: ${error.message}`);
    return { theory: null, mechanisms };
  }
}

function tellMechanisms(study: MechanismStudy, { model }: TokenExperiment, output: Output): void {
  study.predictors.forEach(({ kind, ...losses }) =>
    output.object("mechanism", { predictor: kind, ...losses }),
  );
  for (const line of mechanismLines(study, model.loss)) output.line(line);
  study.notes.forEach((note) => output.warning(note));
}

function tell(study: TheoryStudy, experiment: TokenExperiment, output: Output): void {
  const { references, notes, ...informations } = study;
  output.object("informations", informations);
  references.forEach(({ kind, ...reference }) =>
    output.object("reference", { predictor: kind, ...reference }),
  );
  for (const line of [...selectionLines(study, experiment), ...referenceLines(study, experiment)])
    output.line(line);
  notes.forEach((note) => output.warning(note));
}

/** Sets shown; the others are less informative. */
const mostRows = 40;

function selectionLines(study: TheoryStudy, { data }: TokenExperiment): string[] {
  const { sets, draws, gap, runnerUp, window, degree } = study;
  const best = sets[study.selected];
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
    `Informations of up to ${counted(degree, "lag")} of 1 to ${window}, over ` +
      `${counted(draws, "chain")} of the prior (d = ${data.alphabetSize}), with standard errors:`,
    ...tableLines([["", "lags", "modified χ²", "±", "χ²", "±"], ...rows], { right: [2, 3, 4, 5] }),
    ...(order.length > mostRows ? [`and ${counted(order.length - mostRows, "set")} below.`] : []),
    "",
    gap === null || runnerUp === null
      ? `S* is ${lagSetName(best.lags)}, the only set.`
      : `S* is ${lagSetName(best.lags)}, ahead of ${lagSetName(sets[runnerUp].lags)} by ${withError(gap)}.`,
    `Entropy rate: ${withError(study.entropyRate)} nats a token, for stationary chains.`,
    "",
  ];
}

function referenceLines({ references }: TheoryStudy, { data, model }: TokenExperiment): string[] {
  if (references.length === 0) return [];
  const measured = Math.min(data.validationSequences, mostMeasured);
  const rows = references.map((reference) => [
    predictorName(reference, ", best here"),
    ...cells(reference.logLoss),
    ...(model.loss === "log" ? [] : cells(reference.loss)),
  ]);
  const head = model.loss === "log" ? ["", "log", "±"] : ["", "log", "±", model.loss, "±"];
  return [
    `Mean losses on the ${counted(measured, "validation sequence")}, with standard errors ` +
      `(the model's own is ${model.loss}):`,
    ...tableLines([head, ...rows], { right: [1, 2, 3, 4] }),
    ...(model.loss === "softmax" ? [softmaxRemark] : []),
  ];
}

function cells({ mean, standardError }: Estimate): [string, string] {
  return [decimal(mean), decimal(standardError)];
}
