/** What a sweep's table says of every run: numbers and short texts, read off the run's folder alone. */
import { areChains, experimentFromValue, isOfTokens, type TokenExperiment } from "../config";
import { describeHeads, describeSubsets, detectPhases, lagsOf, type HeadDescription } from "../inspect";
import { hasSelector, modelOf, type Model } from "../model";
import { openRun, type Run } from "../runs";
import { lagSetName } from "../theory";
import { gapOf } from "./gap";
import { mixedMeasures } from "./mixedMeasures";
import type { MeasureValue } from "./plan";
import { recordedRows, type RecordedRow } from "./recordedRows";

export interface SweepMeasure {
  readonly name: string;
  /** `validation loss` */
  readonly title: string;
  /** A sentence, with the unit. */
  readonly description: string;
  /** Numbers can be plotted and averaged; texts only be read and counted. */
  readonly kind: "number" | "text";
}

/** In the order of the table's columns. */
export const sweepMeasures = [
  number("loss", "training loss", "Mean training loss at the end, in nats."),
  number("validationLoss", "validation loss", "Mean loss on the held-out sequences at the end, in nats."),
  text("selectedLags", "selected lags", "What the heads of the heaviest subset copy at the end."),
  number("selectedWeight", "weight of the selected subset", "p of the heaviest subset at the end, in 0..1."),
  number("selectedIsPredicted", "selects S*", "1 where the selected lags are S* of the data law, else 0."),
  number(
    "selectionStep",
    "steps to selection",
    "Recorded step at which p of the selected subset is above 0.9 for the first time.",
  ),
  number("selectionTime", "flow time to selection", "Gradient-flow time of that step."),
  number("scale", "scale a", "The second layer's scale a at the end."),
  text(
    "headLags",
    "lags of the heads",
    "The lag that each head attends to most at the end, in the order of the heads.",
  ),
  number(
    "headsOnParents",
    "heads on the parents",
    "1 where the selected subset copies the true parents, each once, else 0.",
  ),
  number(
    "leastAttention",
    "least attention",
    "σ at its lag of the selected subset's least sure head at the end, in 0..1.",
  ),
  text("predictedLags", "S*", "The set of lags of the largest modified χ²-information of the data law."),
  number(
    "gap",
    "ΔĨ",
    "Lead of S* over the runner-up in modified χ²-information, a mean over 200 chains of the prior.",
  ),
  number("gapError", "standard error of ΔĨ", "Of that mean."),
  number(
    "concentrationStep",
    "start of concentration",
    "Recorded step at which the selected heads begin to settle.",
  ),
  number("growthStep", "start of growth", "Recorded step from which the scale alone grows."),
  text("plateau", "plateau", "Of the mixed target: left, or why there is no T_II."),
  number("partialSteps", "T_I in steps", "Of the mixed target: steps until the 4-gram was learnt."),
  number("partialTime", "T_I", "The same in flow time."),
  number(
    "plateauSteps",
    "T_II in steps",
    "Of the mixed target: steps of the plateau, none where it was not left.",
  ),
  number("plateauTime", "T_II", "The same in flow time."),
  number(
    "plateauTimeTheory",
    "T_II by theory",
    "The same as theory has it, by gradient descent on the mean losses; none where layer 1 trains too, or by adam.",
  ),
  number(
    "emergenceSteps",
    "T_III in steps",
    "Of the mixed target: steps in which the induction head emerged.",
  ),
  number("emergenceTime", "T_III", "The same in flow time."),
  number("match", "k·q", "Of the mixed target: k·q at the end, w*² in the circuit."),
  number("value1", "v1", "Of the mixed target: head A's value at the end, α*/(1+α*) in the circuit."),
  number("value2", "v2", "Of the mixed target: head B's value at the end, 1/(1+α*) in the circuit."),
  number("lossG4", "L_G4", "Of the mixed target: training loss of the 4-gram at the end."),
  number("lossIH", "L_IH", "Of the mixed target: training loss of the induction head at the end."),
  number("steps", "steps", "Steps taken."),
  number("trainingSeconds", "training time", "Seconds that the steps took."),
] as const satisfies readonly SweepMeasure[];

export type MeasureName = (typeof sweepMeasures)[number]["name"];
export type Measures = Readonly<Record<MeasureName, MeasureValue>>;

/** @returns every measure, null where the run does not say; never throws for what is in the folder */
export async function measuresOf(runDirectory: string): Promise<Measures> {
  const run = await openRun(runDirectory).catch(() => null);
  const parsed = run && experimentFromValue(run.config);
  if (!run || !parsed?.ok) return nothing;
  const { experiment } = parsed;
  if (!isOfTokens(experiment)) {
    return { ...nothing, ...manifestMeasures(run), ...(await mixedMeasures(run, experiment)) };
  }
  const model = modelOf(experiment.model, experiment.data);
  const rows = await recordedRows(run, model);
  const gap = await gapOf(experiment);
  const learned = learnedFrom(model, rows, experiment);
  return {
    ...nothing,
    ...manifestMeasures(run),
    ...learned,
    ...phaseMeasures(model, rows),
    predictedLags: gap && lagSetName(gap.lags),
    gap: gap?.mean ?? null,
    gapError: gap?.standardError ?? null,
    selectedIsPredicted:
      gap && learned.selectedLags !== undefined
        ? Number(learned.selectedLags === lagSetName(gap.lags))
        : null,
  };
}

/** p from which a subset counts as selected. */
const selected = 0.9;

const nothing: Measures = Object.fromEntries(
  sweepMeasures.map(({ name }) => [name, null] as const),
  // fromEntries forgets that these are all the names there are.
) as Measures;

function manifestMeasures({ manifest }: Run): Partial<Measures> {
  if (!manifest) return {};
  const { losses, step, timings } = manifest;
  return {
    loss: losses?.last ?? null,
    validationLoss: losses?.validation ?? null,
    steps: step,
    trainingSeconds: timings.trainingSeconds,
  };
}

function learnedFrom(
  model: Model,
  rows: readonly RecordedRow[],
  { data }: TokenExperiment,
): Partial<Measures> {
  const last = rows.at(-1);
  if (!last) return {};
  const heads = describeHeads(model, last.parameters);
  const ofHeads = { scale: last.scale, headLags: heads.map(({ lag }) => lag ?? "–").join(", ") };
  if (!hasSelector(model)) return ofHeads;
  const subsets = describeSubsets(model, last.parameters);
  const winner = subsets.reduce((best, { weight }, at) => (weight > subsets[best].weight ? at : best), 0);
  const chosen = subsets[winner].heads.map((head) => heads[head]);
  const from = selectionRow(model, rows, winner);
  return {
    ...ofHeads,
    selectedLags: lagSetName(lagsOf(heads, subsets[winner])),
    selectedWeight: subsets[winner].weight,
    selectionStep: from?.step ?? null,
    selectionTime: from?.time ?? null,
    headsOnParents: areChains(data) ? Number(isOn(heads, subsets[winner].heads, data.parents)) : null,
    leastAttention: chosen.length > 0 ? Math.min(...chosen.map(({ attention }) => attention)) : null,
  };
}

function isOn(
  heads: readonly HeadDescription[],
  subset: readonly number[],
  parents: readonly number[],
): boolean {
  return subset.length === parents.length && lagsOf(heads, { heads: subset }).join() === parents.join();
}

/** The first time, not for good: long after it p can jump for a few steps, which says nothing of the selection. */
function selectionRow(model: Model, rows: readonly RecordedRow[], winner: number): RecordedRow | undefined {
  return rows.find(({ parameters }) => describeSubsets(model, parameters)[winner].weight > selected);
}

function phaseMeasures(model: Model, rows: readonly RecordedRow[]): Partial<Measures> {
  const phases = detectPhases(model, rows);
  const beginOf = (kind: string) => phases.find((phase) => phase.kind === kind)?.fromStep ?? null;
  return { concentrationStep: beginOf("concentration"), growthStep: beginOf("growth") };
}

function number<const Name extends string>(name: Name, title: string, description: string) {
  return { name, title, description, kind: "number" } as const;
}

function text<const Name extends string>(name: Name, title: string, description: string) {
  return { name, title, description, kind: "text" } as const;
}
