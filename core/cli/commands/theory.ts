/** `theory`: what theory says of an experiment's data, or of a run's; of a run it is kept in the run's folder. */
import { stat } from "node:fs/promises";
import type { TokenExperiment } from "../../config";
import {
  experimentOf,
  mechanismLosses,
  mostMeasured,
  ofTokens,
  theoryStudyOf,
  type MechanismLosses,
} from "../../evaluation";
import { openRun } from "../../runs";
import type { TheoryStudy } from "../../studies";
import { lagSetName, TheoryError, type Estimate } from "../../theory";
import { ExitCode, InputError } from "../exit";
import { keepStudy, renewDiagnosis } from "../keepStudy";
import { counted, decimal } from "../numbers";
import type { Output } from "../output";
import { predictorName, withError } from "../predictorNames";
import { loadExperiment } from "../source";
import { tableLines } from "../table";

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
  const experiment = isRun
    ? experimentOf(await openRun(source))
    : ofTokens((await loadExperiment(source, set, output)).experiment, "the experiment");
  const mechanisms = await mechanismLosses(experiment);
  if (experiment.data.kind === "mixed-markov") return tellMechanisms(mechanisms, output);
  const study = await studied(experiment, draws);
  tell(study, experiment, output);
  if (isRun) {
    const path = await keepStudy(source, "theory", study, output);
    if (path === null) return ExitCode.done;
    output.object("file", { path });
    output.line(`Kept with the run: ${path}.`);
    await renewDiagnosis(source, output);
  }
  return ExitCode.done;
}

/** Of two mechanisms there are no informations of one chain: what is told are those who know either, or both. */
function tellMechanisms(mechanisms: readonly MechanismLosses[] | null, output: Output): number {
  if (!mechanisms) throw new InputError("Nothing is held out to measure on: set data.validationSequences.");
  mechanisms.forEach((losses) => output.object("mechanism", losses));
  const cell = (loss: Estimate | null) => (loss ? withError(loss) : "—");
  const rows = mechanisms.map(({ predictor, all, own, shared }) => [
    predictor,
    cell(all),
    cell(own),
    cell(shared),
  ]);
  output.line(
    "Mean log losses on the validation sequences, with standard errors, by what the target follows:",
  );
  for (const line of tableLines([["", "all", "its own chain", "the shared n-gram"], ...rows], {
    right: [1, 2, 3],
  })) {
    output.line(line);
  }
  return ExitCode.done;
}

async function studied(experiment: TokenExperiment, draws: number): Promise<TheoryStudy> {
  try {
    return await theoryStudyOf(experiment, { draws });
  } catch (error) {
    if (error instanceof TheoryError) throw new InputError(error.message);
    throw error;
  }
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
    ...(model.loss === "softmax"
      ? [
          "The softmax loss takes probabilities for logits, so that it favours sure predictions over right ones.",
        ]
      : []),
  ];
}

function cells({ mean, standardError }: Estimate): [string, string] {
  return [decimal(mean), decimal(standardError)];
}
