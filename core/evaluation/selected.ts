/** The set S* that GIH is given: what the run's data law selects, or where that cannot be told, what the model did. */
import type { MarkovDataConfig } from "../config";
import { describeHeads, describeSubsets, lagsOf, leadingSubset } from "../inspect";
import { hasSelector, type Model } from "../model";
import { readStudies } from "../studies";
import { lagSetName, TheoryError, type LagSet } from "../theory";
import { defaultDraws, selectionOf } from "./theoryStudy";
import { selectionCost } from "./theoryCost";
import type { TrainedModel } from "./trained";

export interface SelectedSet {
  readonly lags: LagSet;
  /** Where it is not from the data law, why. */
  readonly note: string | null;
}

/** Longer, in seconds, nobody wants to wait for it unasked. */
const longest = 5;

/** From the run's theory study where there is one. */
export async function selectedSet(
  { run, experiment, model, parameters }: TrainedModel,
  data: MarkovDataConfig,
): Promise<SelectedSet> {
  const { theory } = (await readStudies(run.directory)).studies;
  if (theory?.window === model.window && theory.degree === experiment.model.maxDegree) {
    return { lags: theory.sets[theory.selected].lags, note: null };
  }
  const own = (reason: string): SelectedSet => {
    if (!hasSelector(model)) {
      return {
        lags: data.parents,
        note: `GIH has the parents ${lagSetName(data.parents)}: the model has no selector to ask, and S* is not known: ${reason}`,
      };
    }
    const lags = ownSet(model, parameters);
    return { lags, note: `GIH has the model's own set ${lagSetName(lags)}, for S* is not known: ${reason}` };
  };
  if (!(selectionCost(experiment, defaultDraws) <= longest)) {
    return own("it takes long to compute. Run theory on this run first.");
  }
  try {
    const { sets, selected } = await selectionOf(experiment, data, defaultDraws);
    return { lags: sets[selected].lags, note: null };
  } catch (error) {
    if (error instanceof TheoryError) return own(error.message);
    throw error;
  }
}

/** What the model kept: its leading subset, read as lags. */
function ownSet(model: Model, parameters: Float64Array): LagSet {
  return lagsOf(describeHeads(model, parameters), leadingSubset(describeSubsets(model, parameters)));
}
