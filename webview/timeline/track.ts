/** The timeline's track as it is drawn: pixels of a given width, and all words where they have room. No markup. */
import { fitting, placeTicks } from "../charts";
import { placeText } from "../words";
import type { Course } from "./course";
import { editSentence, stageSentence, type Happenings } from "./happenings";
import { labelsAt, type Label, type Measure } from "./labels";

export interface Track {
  readonly width: number;
  /** Of the axis. */
  readonly ticks: readonly Label[];
  readonly stages: readonly Marked[];
  readonly edits: readonly Marked[];
  readonly checkpoints: readonly number[];
  readonly phases: readonly (Marked & { readonly to: number })[];
  /** How far training has come. */
  readonly reached: number;
  /** Whether it still goes on from there. */
  readonly goesOn: boolean;
}

/** Something at `at`, or from there on; `text` is empty where there is no room for it. */
interface Marked {
  readonly at: number;
  readonly text: string;
  /** Where `text` begins. */
  readonly textAt: number;
  readonly hint: string;
}

/** Room that a word keeps from the line on its left. */
const gap = 5;
/** Pixels that a label of the axis takes up, about. */
const tickRoom = 70;
/** Ticks that are closer than this look like one. */
const leastTicksApart = 3;

export function trackOf(course: Course, happenings: Happenings, width: number, measure: Measure): Track {
  const at = (step: number) => width * course.shareOf(step);
  return {
    width,
    ticks: ticksOf(course, happenings, width, measure),
    stages: stagesOf(happenings, at, width, measure),
    edits: happenings.edits.map((edit) => ({
      at: at(edit.step),
      text: "",
      textAt: 0,
      hint: editSentence(edit),
    })),
    checkpoints: thinned(happenings.checkpoints.map(at)),
    phases: phasesOf(happenings, at, measure),
    reached: at(course.reached),
    goesOn: course.goesOn,
  };
}

function ticksOf(
  { axis, lastPlace, unit, shareOfPlace }: Course,
  { stages }: Happenings,
  width: number,
  measure: Measure,
): readonly Label[] {
  // Stages have names, which say more than their numbers.
  if (axis.quantity === "stage" && stages.length > 0) return [];
  const most = Math.max(2, Math.floor(width / tickRoom));
  const scale = axis.quantity === "stage" ? "linear" : axis.scale;
  const places = placeTicks(lastPlace, scale, most, { quantity: axis.quantity, unit });
  const wanted = places.map((place) => ({
    at: width * shareOfPlace(place),
    text: placeText(place, axis.quantity),
  }));
  return labelsAt(wanted, width, measure);
}

function stagesOf(
  { stages }: Happenings,
  at: (step: number) => number,
  width: number,
  measure: Measure,
): Track["stages"] {
  const from = stages.map(({ fromStep }) => at(fromStep));
  return stages.map((stage, index) => {
    const room = (from[index + 1] ?? width) - from[index] - 2 * gap;
    return {
      at: from[index],
      text: fitting(stage.name, room, measure),
      textAt: from[index] + (from[index] === 0 ? 0 : gap),
      hint: stageSentence(stage),
    };
  });
}

/** Brackets of neighbours do not touch. */
function phasesOf({ phases }: Happenings, at: (step: number) => number, measure: Measure): Track["phases"] {
  return phases.map((phase) => {
    const [from, end] = [at(phase.fromStep), at(phase.toStep)];
    const to = Math.max(from + 1, end - 3);
    const text = fitting(phase.word, to - from - gap, measure);
    return { at: from, to, text, textAt: (from + to - measure(text)) / 2, hint: phase.sentence };
  });
}

function thinned(places: readonly number[]): readonly number[] {
  const kept: number[] = [];
  for (const place of places) {
    if (kept.length === 0 || place - kept[kept.length - 1] >= leastTicksApart) kept.push(place);
  }
  return kept;
}
