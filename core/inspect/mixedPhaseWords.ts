/** The phases of a training on the mixed target in plain English sentences: of the terminal's summary and of the panel. */
import {
  learntBelow,
  plateauKeeps,
  type MixedCourse,
  type MixedPhase,
  type MixedPhaseName,
  type Moment,
  type NotBegun,
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
    case "notBegun":
      return [notBegun[course.why]];
    case "learntBefore":
      return [
        `Both parts are learnt from ${beginning(course)} on (each loss below ${percent(learntBelow)} of what it is with ` +
          "nothing learnt), as in a model that was constructed: there are no phases.",
      ];
    case "noPlateau":
      return [...noPlateauSentences(course), lazySentence(course)];
    case "richFirst":
      return [
        `There is no plateau: L_IH began to fall at ${placeText(course.leaves)}, before the 4-gram was learnt.`,
        lazySentence(course),
        richSentence(course),
      ];
    case "phases":
      return course.phases.flatMap((phase) => phaseSentence(phase, course));
  }
}

/** On what was not learnt within the record, one of `mixedPhaseSentences`; null where both parts were, or none is known. */
export function unlearntSentence(course: MixedCourse): string | null {
  switch (course.kind) {
    case "unknown":
    case "notBegun":
    case "learntBefore":
      return null;
    case "richFirst":
    case "noPlateau":
      if (!course.lazyLearnt) return lazySentence(course);
      return course.richLearnt ? null : richSentence(course);
    case "phases": {
      const open = course.phases.find(({ state }) => state === "underWay");
      return open && open.name !== "convergence" ? (phaseSentence(open, course)[0] ?? null) : null;
    }
  }
}

type Phased = Extract<MixedCourse, { readonly kind: "phases" }>;
type WithoutPlateau = Extract<MixedCourse, { readonly kind: "noPlateau" }>;
type Recorded = Pick<Phased, "first" | "last">;

const notBegun = {
  noStep: "No step was taken yet.",
  firstLayer:
    "No phase has begun: so far layer 1 alone was trained, and phases are of the training of layer 2 (rpe2, value1, value2, key, query).",
  noStage: "There are no phases: no stage trains anything of layer 2 (rpe2, value1, value2, key, query).",
} as const satisfies Record<NotBegun, string>;

function noPlateauSentences(course: WithoutPlateau): readonly string[] {
  const whole = "of what it is with nothing learnt";
  const { why, level, richLearnt } = course;
  switch (why) {
    case "there":
      return [
        `There is no plateau: L_IH is below ${percent(learntBelow)} ${whole} from ${beginning(course)} on, as with an induction ` +
          "head that was there before.",
      ];
    case "steady": {
      const by = richLearnt ? ` by ${placeText(richLearnt)}` : "";
      return [
        `No plateau stands out: L_IH fell below ${percent(learntBelow)} ${whole}${by} without standing still on the way. ` +
          "A sharper target (w*² larger) has one, where k and q begin near 0.",
      ];
    }
    case "low": {
      // As they are written: 10.4 % is not told as above 10 %.
      const isAbove = percent(level) !== percent(learntBelow) && level > learntBelow;
      const where = isAbove ? "too little above" : "at or below";
      return [
        `No plateau stands out: L_IH slows down only at ${percent(level)} ${whole}, ${where} the ${percent(learntBelow)} that count ` +
          "as learnt. A sharper target (w*² larger) has one, where k and q begin near 0.",
        ...(richLearnt ? [] : [richSentence(course)]),
      ];
    }
  }
}

/** Where the record begins. */
function beginning({ first }: Recorded): string {
  return first.step > 0 ? `${placeText(first)}, where layer 2's training begins,` : "the first recorded step";
}

/** `within 500 steps`, `within 500 steps from step 1,000 on`: of layer 2's training. */
function within({ first, last }: Recorded): string {
  const since = first.step > 0 ? ` from ${placeText(first)} on` : "";
  return `within ${stepsText(last.step - first.step)}${since}`;
}

function phaseSentence(phase: MixedPhase, course: Phased): readonly string[] {
  const title = titles[phase.name];
  switch (phase.state) {
    case "notBegun":
      return [];
    case "underWay":
      return [openSentence(phase.name, phase.from, course)];
    case "ended": {
      const length = `${stepsText(phase.steps)}${timeText(phase.time)}`;
      const what = phase.name === "plateau" ? `T_II = ${length}` : length;
      const detail = details[phase.name](course.level);
      return [`${title}: ${fromTo(phase.from, phase.to)}, ${what}; ${detail}.`];
    }
  }
}

function openSentence(name: MixedPhaseName, from: Moment, course: Phased): string {
  const { level, last } = course;
  const [steps, time] = [last.step - from.step, last.time - from.time];
  switch (name) {
    case "partial":
      return `The 4-gram was not learnt ${within(course)}: L_G4 never fell below ${percent(learntBelow)} of what it is with nothing learnt.`;
    case "plateau":
      return (
        `The plateau was not left ${within(course)}: L_IH stands at ${percent(level)} of what it is with nothing learnt since ` +
        `${placeText(from)}, so T_II is more than ${stepsText(steps)}${timeText(time)}.`
      );
    case "emergence":
      return (
        `The induction head has been emerging since ${placeText(from)} and was not learnt ${within(course)}: L_IH is still ` +
        `above ${percent(learntBelow)} of what it is with nothing learnt.`
      );
    case "convergence":
      return `${titles.convergence}: from ${placeText(from)} on, ${stepsText(steps)}${timeText(time)} so far; both parts are learnt.`;
  }
}

function lazySentence(course: Recorded & { readonly lazyLearnt: Moment | null }): string {
  return course.lazyLearnt
    ? `The 4-gram was learnt by ${placeText(course.lazyLearnt)}.`
    : `The 4-gram was not learnt ${within(course)}.`;
}

function richSentence(course: Recorded & { readonly richLearnt: Moment | null }): string {
  return course.richLearnt
    ? `The induction head was learnt by ${placeText(course.richLearnt)}.`
    : `The induction head was not learnt ${within(course)}.`;
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
