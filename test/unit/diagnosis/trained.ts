/** Real small trainings of presets, in folders of their own, and what a diagnosis says of them. */
import path from "node:path";
import { presets, type Experiment, type TokenExperiment } from "../../../core/config";
import { diagnosisOf } from "../../../core/diagnosis";
import type { Diagnosis } from "../../../core/studies";
import { startRun, type Outcome } from "../../../core/training";
import { tokenExperiment } from "../../tokenExperiment";
import { temporaryFolder } from "../runs/temporary";

/** @param changes `model.initial.scale=1`, as the command line takes them */
export function presetWith(preset: string, changes: readonly string[]): TokenExperiment {
  const { experiment } = presets.find(({ id }) => id === preset) ?? {};
  return tokenExperiment(experiment, ["engine.threads=1", ...changes]);
}

/** Trained to its end. @param initial parameters to begin with instead of the experiment's */
export async function trainedRun(experiment: Experiment, initial?: Float64Array): Promise<Outcome> {
  const folder = await temporaryFolder();
  const run = await startRun({
    experiment,
    baseDirectory: folder,
    runDirectory: path.join(folder, "run"),
    onEvent: () => undefined,
    ...(initial && { initial }),
  });
  return run.finished;
}

/** Small enough to take a quarter of a second: what goes wrong shows all the same. */
const small = [
  "data.trainSequences=500",
  "data.validationSequences=200",
  "training.stages.0.steps=400",
] as const;

export async function diagnosed(...changes: readonly string[]): Promise<Diagnosis> {
  const { runDirectory } = await trainedRun(presetWith("quickstart", [...small, ...changes]));
  return diagnosisOf(runDirectory);
}

export const kindsOf = ({ findings }: Diagnosis) => findings.map(({ kind }) => kind);

/** All that a finding says. */
export function wordsOf({ findings: [finding] }: Diagnosis): string {
  return [finding.title, ...finding.evidence, ...finding.advice].join("\n");
}

/** `Set model.heads to 4 …` as changes of an experiment. */
export function advisedBy({ findings: [finding] }: Diagnosis): string[] {
  const settings = finding.advice.join(" ").matchAll(/Set ([\w.[\]]+) to ([\d.,e-]*\d)/g);
  return Array.from(settings, ([, field, value]) => {
    return `${field.replaceAll(/\[(\d+)\]/g, ".$1")}=${value.replaceAll(",", "")}`;
  });
}
