/** What the page is told of a run that nobody steers from there: from its folder alone. */
import path from "node:path";
import type { Experiment } from "../config";
import { engineFacts, type PanelEdit, type RunFacts } from "../protocol";
import type { RunManifest } from "../runs";
import type { RunContents } from "./contents";

/** @param run what the run is to be called in messages: a report says nothing of the folders it came from */
export function factsOf(run: string, contents: RunContents): RunFacts {
  const { listing, checkpoints } = contents;
  const experiment = contents.experiment && withoutDataFolder(contents.experiment);
  const problems = contents.problems.map((problem) => withoutFolder(problem, listing));
  const title = listing ? path.basename(path.resolve(listing.directory)) : run;
  if (listing?.kind !== "run") {
    const own = listing ? [withoutFolder(listing.problem, listing)] : [];
    const [sentence, ...others] = [...new Set([...own, ...problems])];
    const facts = unreadableFacts(run, title, sentence, "unknown");
    return { ...facts, experiment, checkpoints, problems: [sentence, ...others] };
  }
  const { manifest, description } = listing;
  const { name, step, totalSteps, stages, timings, engine } = manifest;
  return {
    run,
    name,
    title,
    state: description.state,
    // Of a run that goes on the description names process and machine, which are nobody else's business.
    sentence:
      description.state === "running" ? `running, step ${step} of ${totalSteps}` : description.sentence,
    trainedBy: "unknown",
    step,
    totalSteps,
    stages,
    edits: editsOf(manifest),
    losses: manifest.losses ?? null,
    stepsPerSecond: Number.isFinite(timings.stepsPerSecond) ? timings.stepsPerSecond : 0,
    pace: null,
    engine: engineFacts(engine),
    experiment,
    checkpoints,
    problems,
  };
}

/** The same, a file of data by its name alone. */
export function withoutDataFolder(experiment: Experiment): Experiment {
  const { data } = experiment;
  if (data.kind !== "file") return experiment;
  return { ...experiment, data: { ...data, path: path.basename(data.path) } };
}

/** What the system says of a file names its whole way. */
function withoutFolder(words: string, listing: RunContents["listing"]): string {
  if (!listing) return words;
  const ways = [path.resolve(listing.directory), listing.directory].map((way) => `${way}${path.sep}`);
  return ways.reduce((told, way) => told.replaceAll(way, ""), words);
}

/** What stands in place of a run that is gone or cannot be read. */
export function unreadableFacts(
  run: string,
  title: string,
  sentence: string,
  trainedBy: RunFacts["trainedBy"],
): RunFacts {
  return {
    run,
    name: title,
    title,
    state: "failed",
    sentence,
    trainedBy,
    step: 0,
    totalSteps: 0,
    stages: [],
    edits: [],
    losses: null,
    stepsPerSecond: 0,
    pace: null,
    engine: null,
    experiment: null,
    checkpoints: [],
    problems: [sentence],
  };
}

export function editsOf({ edits = [] }: RunManifest): PanelEdit[] {
  return edits.map(({ step, changes }) => ({ step, words: changes.map(({ words }) => words) }));
}
