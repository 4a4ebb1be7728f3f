/** What each part of a trained circuit is worth: the loss without it, on sequences that it was not trained on. */
import { areChains } from "../config";
import { quickTheoryOf } from "../evaluation";
import { estimateOf } from "../theory";
import { readStudies, type AblationStudy, type KnockOut } from "../studies";
import { knockedOut } from "./circuits";
import { heldOutSequences } from "./heldOut";
import { lossesOfCircuits } from "./losses";
import { sameSet } from "./parentSets";
import { trainedModel, type Trained } from "./trained";

/**
 * The study of a run, before anything is trained again: `variants` is empty. Costs are means of differences on the same
 * sequences.
 * @throws RunSetupError when the run has nothing to take apart, or its data are gone
 * @throws RunFolderError when it is no run
 */
export async function knockOuts(runDirectory: string): Promise<AblationStudy> {
  const trained = await trainedModel(runDirectory);
  const { experiment, model, step } = trained;
  const { set, notes } = await heldOutSequences(experiment);
  const plan = knockedOut(trained, {
    initial: experiment.model.initial,
    seed: experiment.seed,
    parentSets: await parentSetsOf(runDirectory, trained),
  });
  const circuits = [...plan.knockedOut, ...plan.others];
  const [intact, ...losses] = lossesOfCircuits([trained, ...circuits], set);
  const measured = circuits.map(({ id, title }, index): KnockOut => ({
    id,
    title,
    loss: estimateOf(losses[index]),
    cost: estimateOf(losses[index].map((loss, sequence) => loss - intact[sequence])),
  }));
  const told = measured.slice(0, plan.knockedOut.length);
  return {
    step,
    lossKind: model.loss,
    intact: estimateOf(intact),
    knockOuts: withBestOther(told, measured.slice(plan.knockedOut.length)),
    variants: [],
    notes: [...notes, ...plan.notes],
  };
}

/** Behind the other single sets. */
function withBestOther(told: readonly KnockOut[], others: readonly KnockOut[]): KnockOut[] {
  const [best] = others.toSorted((one, other) => one.loss.mean - other.loss.mean);
  if (!best) return [...told];
  const behind = told.findLastIndex(({ id }) => id.startsWith("only-") || id === "uniform-subsets") + 1;
  return [...told.slice(0, behind), best, ...told.slice(behind)];
}

/** Each law's parents, and those that the data select, where theory says otherwise and is quick to ask. */
async function parentSetsOf(runDirectory: string, { experiment }: Trained) {
  const { data } = experiment;
  if (!areChains(data)) return [];
  const known = (await readStudies(runDirectory)).studies.theory;
  const theory = known ?? (await quickTheoryOf(experiment));
  const selected = theory?.sets.at(theory.selected)?.lags;
  const parents = { lags: data.parents, what: "the parents" };
  const shared =
    data.kind === "mixed-markov" ? [{ lags: data.globalParents, what: "the shared n-gram's parents" }] : [];
  const sets = [parents, ...shared, ...(selected ? [{ lags: selected, what: "S* of theory" }] : [])];
  return sets.filter((one, at) => sets.findIndex(({ lags }) => sameSet(lags, one.lags)) === at);
}
