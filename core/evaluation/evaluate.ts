/**
 * A trained model on sequences that it was not trained on: other lengths, other priors, no further training; beside
 * those who learn nothing, on the very same sequences.
 */
import { drawSequences } from "../data";
import { weightsOf, type Model } from "../model";
import type { EvaluationCell, EvaluationStudy } from "../studies";
import { lawOf, RunSetupError } from "../training";
import { evaluateCell } from "./cell";
import { defaultGrid, refuseImpossible, sequencesFor, type EvaluationGrid } from "./grid";
import { headScaleOf, sequencesLookedAt } from "./headScale";
import { selectedSet } from "./selected";
import { openTrained, type TrainedModel } from "./trained";

export interface EvaluationPlan extends Partial<EvaluationGrid> {
  readonly runDirectory: string;
  /** The checkpoint to evaluate; the newest one if left out. */
  readonly step?: number;
  /** Sequences a cell, at least 2; as many as there is time for if left out. */
  readonly sequences?: number;
}

/** Told of every cell as soon as it is known. @param done how many are, of how many */
export type TellCell = (cell: EvaluationCell, done: number, of: number) => void;

/**
 * Every length with every α and every floor. What of the grid is left out is around the experiment's own.
 * The same plan on the same run gives the same bits.
 * @throws RunSetupError when there is no such checkpoint, a cell is impossible, or the run trains on a file, whose law
 *   is not known
 * @throws RunFolderError when it is no run or its checkpoint is damaged
 */
export async function evaluateRun(plan: EvaluationPlan, tell?: TellCell): Promise<EvaluationStudy> {
  const trained = await openTrained(plan.runDirectory, plan.step);
  const { model, experiment, parameters, step } = trained;
  const data = markovData(trained);
  const grid = { ...defaultGrid(data, model), ...definedIn(plan) };
  refuseImpossible(grid, data, model);
  const weights = weightsOf(model, parameters);
  const { lags: selected, note } = await selectedSet(trained, data);
  const laws = lawsOf(grid).map(({ sequenceLength, alpha, floor }) =>
    lawOf({ ...data, sequenceLength, prior: { ...data.prior, alpha, floor } }),
  );
  const seen = await drawSequences(lawOf(data), experiment.seed, "validation", 0, sequencesLookedAt);
  const headScale = headScaleOf(model, weights, seen, selected);
  const cells: EvaluationCell[] = [];
  for (const law of laws) {
    const cell = await evaluateCell({
      model,
      weights,
      law,
      seed: experiment.seed,
      // Behind those that were held out: these have never been seen.
      first: data.validationSequences,
      sequences: plan.sequences ?? sequencesFor(data, model, weights, law.sequenceLength),
      selected,
      headScale,
    });
    cells.push(cell);
    tell?.(cell, cells.length, laws.length);
  }
  return {
    step,
    lossKind: model.loss,
    cells,
    notes: [
      ...(note === null ? [] : [note]),
      ...scaleNote(model, weights.scale, headScale),
      ...lengthNote(plan, model),
    ],
  };
}

function markovData({ run, experiment: { data } }: TrainedModel) {
  if (data.kind === "markov") return data;
  if (data.kind === "mixed-markov") {
    throw new RunSetupError(
      `In the run in ${run.directory} each token follows one of two laws (data.kind mixed-markov): only models of one ` +
        "chain are evaluated at other lengths and priors. What those lose who know either law, or both, theory tells.",
    );
  }
  throw new RunSetupError(
    `The run in ${run.directory} was trained on the file ${data.path}, whose law is not known: ` +
      "only models of Markov data are evaluated on fresh sequences.",
  );
}

function scaleNote({ family }: Model, scale: number, headScale: number): string[] {
  if (family === "disentangled") return [];
  const [own, given] = [scale, headScale].map((value) => value.toPrecision(3));
  return [
    `GIH has a = ${given}, the model's own ${own} times what a match adds to k in the mean: values of the family ${family} ` +
      "are of other sizes than tokens.",
  ];
}

function lengthNote({ sequenceLengths }: EvaluationPlan, model: Model): string[] {
  if (sequenceLengths || model.family !== "absolute") return [];
  return [
    `Longer sequences are left out: a model of the family absolute knows the positions of ${model.positions - 1} tokens.`,
  ];
}

function definedIn({ sequenceLengths, alphas, floors }: EvaluationPlan): Partial<EvaluationGrid> {
  return {
    ...(sequenceLengths && { sequenceLengths: [...new Set(sequenceLengths)] }),
    ...(alphas && { alphas: [...new Set(alphas)] }),
    ...(floors && { floors: [...new Set(floors)] }),
  };
}

/** Lengths outermost, then α, then floors. */
function lawsOf({ sequenceLengths, alphas, floors }: EvaluationGrid) {
  return sequenceLengths.flatMap((sequenceLength) =>
    alphas.flatMap((alpha) => floors.map((floor) => ({ sequenceLength, alpha, floor }))),
  );
}
