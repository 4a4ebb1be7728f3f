/** From a run's view and its experiment to what the page is told of it. */
import type { Experiment } from "../../core/config";
import { engineFacts, type RunFacts } from "../../core/protocol";
import type { RunView } from "../runs";

export function factsOf(
  view: RunView,
  experiment: Experiment | null,
  checkpoints: readonly number[],
  problems: readonly string[],
): RunFacts {
  const { directory, title, name, state, sentence, trainedBy, step, totalSteps } = view;
  const { stages, edits, losses, stepsPerSecond, pace, engine } = view;
  const damaged = state === "damaged";
  return {
    run: directory,
    name,
    title,
    state: damaged ? "failed" : state,
    sentence,
    trainedBy,
    step,
    totalSteps,
    stages,
    edits,
    losses,
    stepsPerSecond: Number.isFinite(stepsPerSecond) ? stepsPerSecond : 0,
    pace,
    engine: engine && engineFacts(engine),
    experiment,
    checkpoints,
    problems: damaged ? [sentence, ...problems] : problems,
  };
}
