/** The phases of a training on the mixed target in plain English sentences: of the terminal's summary and of the panel. */
import {
  learntBelow,
  plateauKeeps,
  type MixedCourse,
  type MixedPhase,
  type MixedPhaseName,
  type Moment,
} from "./mixedPhases";

/** `II plateau` */
export function mixedPhaseTitle(name: MixedPhaseName): string {
  return titles[name];
}

/** One sentence a phase that has begun, or one on why there are none; then what has not come within the record. */
export function mixedPhaseSentences(course: MixedCourse): readonly string[] {
  switch (course.kind) {
    case "unknown":
      return ["Too few recorded steps with both losses to tell any phase."];
    case "learntBefore":
      return [
        `Both parts are learnt from the first recorded step on (each loss below ${percent(learntBelow)} of what it is with ` +
          "nothing learnt), as in a model that was constructed: there are no phases.",
      ];
    case "noPlateau":
      return [
        `No plateau stands out: L_IH slows down at ${percent(course.level)} of what it is with nothing learnt, too little above ` +
          `the ${percent(learntBelow)} that count as learnt. A sharper target (w*² larger) has one.`,
        lazySentence(course.lazyLearnt, course.last),
      ];
    case "richFirst":
      return [
        `There is no plateau: the induction head took off at ${placeText(course.leaves)}, before the 4-gram was learnt.`,
        lazySentence(course.lazyLearnt, course.last),
        course.richLearnt
          ? `The induction head was learnt by ${placeText(course.richLearnt)}.`
          : `The induction head was not learnt within ${stepsText(course.last.step)}.`,
      ];
    case "phases":
      return course.phases.flatMap((phase) => phaseSentence(phase, course.level, course.last));
  }
}

function phaseSentence(phase: MixedPhase, level: number, last: Moment): readonly string[] {
  const title = titles[phase.name];
  switch (phase.state) {
    case "notBegun":
      return [];
    case "underWay":
      return [openSentence(phase.name, phase.from, level, last)];
    case "ended": {
      const length = `${stepsText(phase.steps)}${timeText(phase.time)}`;
      const what = phase.name === "plateau" ? `T_II = ${length}` : length;
      const detail = details[phase.name](level);
      return [`${title}: ${fromTo(phase.from, phase.to)}, ${what}; ${detail}.`];
    }
  }
}

function openSentence(name: MixedPhaseName, from: Moment, level: number, last: Moment): string {
  const [steps, time] = [last.step - from.step, last.time - from.time];
  const within = `within ${stepsText(last.step)}`;
  switch (name) {
    case "partial":
      return `The 4-gram was not learnt ${within}: L_G4 never fell below ${percent(learntBelow)} of what it is with nothing learnt.`;
    case "plateau":
      return (
        `The plateau was not left ${within}: L_IH stands at ${percent(level)} of what it is with nothing learnt since ` +
        `${placeText(from)}, so T_II is more than ${stepsText(steps)}${timeText(time)}.`
      );
    case "emergence":
      return (
        `The induction head has been emerging since ${placeText(from)} and was not learnt ${within}: L_IH is still ` +
        `above ${percent(learntBelow)} of what it is with nothing learnt.`
      );
    case "convergence":
      return `${titles.convergence}: from ${placeText(from)} on, ${stepsText(steps)}${timeText(time)} so far; both parts are learnt.`;
  }
}

function lazySentence(learnt: Moment | null, last: Moment): string {
  return learnt
    ? `The 4-gram was learnt by ${placeText(learnt)}.`
    : `The 4-gram was not learnt within ${stepsText(last.step)}.`;
}

const titles = {
  partial: "I partial learning",
  plateau: "II plateau",
  emergence: "III emergence",
  convergence: "IV convergence",
} as const satisfies Record<MixedPhaseName, string>;

const details = {
  partial: () => `then L_G4 is below ${percent(learntBelow)} of what it is with nothing learnt`,
  plateau: (level) =>
    `L_IH stood at ${percent(level)} of what it is with nothing learnt and has lost ${percent(1 - plateauKeeps)} of that`,
  emergence: () => `then L_IH is below ${percent(learntBelow)} of what it is with nothing learnt`,
  convergence: () => "both parts are learnt",
} as const satisfies Record<MixedPhaseName, (level: number) => string>;

/** `steps 65 to 886 (± 10)`: boundaries lie between recorded steps. */
function fromTo(from: Moment, to: Moment): string {
  const resolution = Math.max(from.resolution, to.resolution);
  const known = resolution > 1 ? ` (recorded every ${grouped(resolution)} there)` : "";
  return `steps ${grouped(from.step)} to ${grouped(to.step)}${known}`;
}

function placeText({ step }: Moment): string {
  return `step ${grouped(step)}`;
}

function stepsText(steps: number): string {
  const count = grouped(steps);
  return `${count} step${count === "1" ? "" : "s"}`;
}

/** ` (time 410)`; nothing where it is unknown. */
function timeText(time: number): string {
  return Number.isFinite(time) ? ` (time ${Number(time.toPrecision(3)).toLocaleString("en-US")})` : "";
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

function percent(part: number): string {
  return `${Math.round(100 * part)} %`;
}
