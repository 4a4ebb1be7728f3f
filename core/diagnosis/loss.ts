/** What is wrong with the course of the training loss: lost again, up and down, or hardly any lower than at first. */
import { euclideanNorm, groupView, initialOf, layoutOf } from "../model";

import { faster, moreSteps, sharperData, slower } from "./advice";
import { gainOf, lossesOf, stageAt, stagesOf, stagesTraining, type Gain, type StageCourse } from "./course";
import type { Evidence, Remark } from "./evidence";
import { counted, decimal, fixed } from "./words";

/** Share of what was gained that may be lost again; small steps lose nothing, and those of adam less than 1 %. */
const lostAgain = 0.1;
/** Share of the loss at first: sums of a batch and float32 rounding stay far below. */
const noticeable = 0.005;
/** Of the way that the loss goes over the later half, the share that goes up; a descent goes up not at all. */
const upAndDown = 0.2;
/** Share of the loss at first that even a short training gains; the presets gain more than a quarter. */
const leastGain = 0.02;
/** Below it the second layer's attention is so even that no loss can show what was learned. */
const evenAttention = 0.5;

/** At most one: the later ones only follow from the earlier. */
export function lossRemark(evidence: Evidence): Remark {
  const losses = lossesOf(evidence);
  const gain = gainOf(losses);
  if (!gain || evidence.failure || losses.length < 2) return null;
  return diverging(evidence, gain) ?? oscillating(evidence, gain) ?? notImproving(evidence, gain);
}

function diverging(evidence: Evidence, { first, best, last }: Gain): Remark {
  const lost = last.loss - best.loss;
  const gained = first.loss - best.loss;
  if (!(lost > noticeable * first.loss && lost > lostAgain * gained)) return null;
  const stage = stageAt(evidence, best.step + 1);
  const worse = last.loss > first.loss;
  return {
    kind: "diverging",
    severity: worse ? "error" : "warning",
    title: worse
      ? `The training loss is higher than before the first step: ${fixed(last.loss)} after ${fixed(first.loss)}.`
      : `The training loss has risen again, from ${fixed(best.loss)} to ${fixed(last.loss)}.`,
    evidence: [
      `It was ${fixed(first.loss)} at step ${first.step}, ${fixed(best.loss)} at step ${best.step} and is ` +
        `${fixed(last.loss)} at step ${last.step}: ${Math.round((100 * lost) / Math.max(gained, lost))} % of what was ` +
        "gained is lost.",
      ...speedEvidence(stage),
    ],
    advice: stage ? [slower(stage)] : [],
  };
}

function oscillating(evidence: Evidence, { first }: Gain): Remark {
  const losses = lossesOf(evidence);
  // Fresh batches differ by chance, and a mean over a few of them still does.
  if (evidence.experiment.data.kind === "markov" && evidence.experiment.data.online) return null;
  const later = losses.slice(Math.floor(losses.length / 2));
  let [ups, way, turns] = [0, 0, 0];
  for (let at = 1; at < later.length; at++) {
    const change = later[at].loss - later[at - 1].loss;
    way += Math.abs(change);
    if (change > 0) ups += change;
    if (at > 1 && change > 0 !== later[at - 1].loss - later[at - 2].loss > 0) turns++;
  }
  if (!(ups > noticeable * first.loss && ups > upAndDown * way)) return null;
  const stage = stageAt(evidence, later[later.length - 1].step);
  const [low, high] = [
    Math.min(...later.map(({ loss }) => loss)),
    Math.max(...later.map(({ loss }) => loss)),
  ];
  return {
    kind: "oscillating",
    severity: "warning",
    title: `The training loss goes up and down, between ${fixed(low)} and ${fixed(high)}.`,
    evidence: [
      `From step ${later[0].step} on it rose by ${fixed(ups)} in all while it fell by ${fixed(way - ups)}, and turned ` +
        `${counted(turns, "time")} in ${counted(later.length, "measured step")}.`,
      ...speedEvidence(stage),
    ],
    advice: stage ? [slower(stage)] : [],
  };
}

function notImproving(evidence: Evidence, { first, best, last }: Gain): Remark {
  const gained = first.loss - best.loss;
  if (gained >= leastGain * first.loss || evidence.step === 0) return null;
  const { state, step, totalSteps, theory } = evidence;
  if (state !== "done") {
    return `The training loss has hardly moved, but the run stands at step ${step} of ${totalSteps}: it may still.`;
  }
  if (beganElsewhere(evidence)) {
    return (
      "Whether the loss improves was not judged: the run began with given parameters, as a construction's are, and not with " +
      "those of model.initial. It may have little left to learn."
    );
  }
  const scale = Math.abs(evidence.last.parameters[evidence.last.parameters.length - 1]);
  if (scale < evenAttention && stagesTraining(evidence, "scale").length === 0) {
    return (
      `Whether the loss improves was not judged: the scale a is ${decimal(scale)} and no stage trains it, so that all ` +
      "positions are attended to alike whatever was selected."
    );
  }
  const room = theory && roomOf(theory, evidence);
  const little = room !== null && room < leastGain * first.loss;
  return {
    kind: "notImproving",
    severity: "warning",
    title: little
      ? "The training loss has hardly improved: these data leave little to learn."
      : `The training loss has hardly improved: ${fixed(first.loss)} → ${fixed(last.loss)}.`,
    evidence: [
      `It fell by ${decimal(gained)}, ${decimal((100 * gained) / first.loss)} % of what it was, in ${counted(step, "step")}.`,
      ...(theory && room !== null
        ? [
            `One who knows π loses ${fixed(theory.entropyRate.mean)} nats a token (the entropy rate), one who guesses ` +
              `${fixed(Math.log(evidence.model.alphabetSize))}: ${fixed(room)} is between them.`,
          ]
        : []),
      ...movement(evidence),
    ],
    advice: little
      ? sharperData(evidence)
      : stagesOf(evidence).map((stage) => faster(stage) ?? moreSteps(stage)),
  };
}

/** Whether its first step was taken from other parameters than its experiment says. */
function beganElsewhere({ experiment, model, first }: Evidence): boolean {
  if (first.step > 0) return false;
  const initial = initialOf(model, experiment.model.initial, experiment.seed);
  return first.parameters.some((value, at) => Math.abs(value - initial[at]) > rounding);
}

/** Far above what other machines' logarithms and sines differ by. */
const rounding = 1e-9;

/** log d − entropy rate, in nats; null for files. */
function roomOf({ entropyRate }: NonNullable<Evidence["theory"]>, { model }: Evidence): number {
  return Math.log(model.alphabetSize) - entropyRate.mean;
}

/** How far each trained group went, by the learning rate. */
function movement(evidence: Evidence): string[] {
  if (evidence.last.step === evidence.first.step) return [];
  const layout = layoutOf(evidence.model);
  return stagesOf(evidence).map((stage) => {
    const { config, fromStep, toStep } = stage;
    const ways = config.train.map((group) => {
      const [before, after] = [evidence.first, evidence.last].map(({ parameters }) =>
        groupView(parameters, layout, group),
      );
      const way = euclideanNorm(after.map((value, index) => value - before[index]));
      return `${group} by ${decimal(way)}`;
    });
    return `Stage "${config.name}" moved ${ways.join(", ")} in ${counted(toStep - fromStep, "step")}${speedOf(stage)}.`;
  });
}

function speedOf({ config: { optimizer, learningRate } }: StageCourse): string {
  return optimizer.kind === "flow" ? "" : ` at learning rate ${decimal(learningRate)}`;
}

function speedEvidence(stage: StageCourse | undefined): string[] {
  if (!stage) return [];
  const { name, optimizer } = stage.config;
  return [`Stage "${name}" trains with ${optimizer.kind}${speedOf(stage)}.`];
}
