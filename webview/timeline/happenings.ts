/** What happened on a run's way: stages, edits, checkpoints, phases; and how it is told to those who do not see it. */
import { t } from "@vscode/l10n";
import { mixedPhaseSentences, mixedPhaseTitle } from "../../core/inspect";
import type { PanelEdit, RunFacts } from "../../core/protocol";
import { isComparison, runName } from "../plots";
import { mixedCourseOf, mixedModelOf, mixedSpans, phasesOf, type ShownRun } from "../store";
import { grouped, phaseSentence, phaseWord } from "../words";

export interface Happenings {
  /** None where the run has only one. */
  readonly stages: RunFacts["stages"];
  readonly edits: readonly PanelEdit[];
  /** Steps. */
  readonly checkpoints: readonly number[];
  readonly phases: readonly ToldPhase[];
}

/** A phase that was found, whatever the model. */
export interface ToldPhase {
  readonly fromStep: number;
  readonly toStep: number;
  readonly word: string;
  readonly sentence: string;
}

/** Checkpoints are counted where there are more. */
const fewCheckpoints = 12;

/** Of the first run; where several are compared its phases say whose they are. */
export function happeningsOf(runs: readonly ShownRun[]): Happenings {
  const [main] = runs;
  const { stages, edits, checkpoints } = main.facts;
  const phases = toldPhases(main);
  return {
    ...{ stages: stages.length > 1 ? stages : [], edits, checkpoints },
    phases: isComparison(runs) ? phases.map((phase) => named(phase, runName(main))) : phases,
  };
}

function named({ word, sentence, ...phase }: ToldPhase, name: string): ToldPhase {
  return { ...phase, word: t("{0}: {1}", name, word), sentence: t("{0}: {1}", name, sentence) };
}

/** A sentence for each, with its steps. */
export function toldOf({ stages, edits, checkpoints, phases }: Happenings): readonly string[] {
  return [
    ...stages.map(stageSentence),
    ...phases.map(({ sentence }) => sentence),
    ...edits.map(editSentence),
    ...(checkpoints.length > 0 ? [checkpointSentence(checkpoints)] : []),
  ];
}

function toldPhases(run: ShownRun): readonly ToldPhase[] {
  if (!mixedModelOf(run)) {
    return phasesOf(run).map((phase) => ({
      fromStep: phase.fromStep,
      toStep: phase.toStep,
      word: phaseWord(phase.kind),
      sentence: phaseSentence(phase),
    }));
  }
  const course = mixedCourseOf(run);
  // Of a course with phases there is one for each that has begun.
  const sentences = mixedPhaseSentences(course);
  return mixedSpans(course).map(({ name, fromStep, toStep }, at) => ({
    ...{ fromStep, toStep },
    word: mixedPhaseTitle(name),
    sentence: sentences[at],
  }));
}

export function stageSentence({ name, fromStep }: RunFacts["stages"][number]): string {
  return t("Stage {0}: from step {1}", name, grouped(fromStep));
}

export function editSentence({ step, words }: PanelEdit): string {
  return t("Edit at step {0}: {1}", grouped(step), words.join("; "));
}

function checkpointSentence(steps: readonly number[]): string {
  const [first, last] = [grouped(steps[0]), grouped(steps[steps.length - 1])];
  if (steps.length > fewCheckpoints)
    return t("{0} checkpoints, from step {1} to step {2}", steps.length, first, last);
  return steps.length === 1
    ? t("Checkpoint at step {0}", first)
    : t("Checkpoints at steps {0}", steps.map(grouped).join(", "));
}
