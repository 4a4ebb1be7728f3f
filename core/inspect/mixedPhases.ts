/**
 * The four phases of a training on the mixed target, found in its losses (arXiv 2410.11474): I partial learning, when
 * the 4-gram is learnt; II the plateau, when it alone is used; III emergence of the induction head; IV convergence.
 * A boundary that the record does not show is not made up: a phase is ended, under way or not begun.
 *
 * How: both losses, each as a part of what it is with a value of 0, are smoothed to courses that only fall. I ends where
 * L_G4 goes below 10 %. On the plateau L_IH needs longest to lose a tenth; its level is what it is at half that time, and
 * II ends a tenth below the level. III ends where L_IH goes below 10 %. Where a run's rows begin is mixedCourse.ts's.
 */
import { fallingCourse, fallsBelow, valueAt, type Crossing } from "./mixedSmoothing";

/** A recorded step of a run on the mixed target. */
export interface MixedPoint {
  readonly step: number;
  /** Gradient-flow time, Σ of the learning rates; NaN where unknown. */
  readonly time: number;
  /** L_G4/½E f_1² and L_IH/½E f_2²: 1 with nothing learnt. */
  readonly unexplainedG4: number;
  readonly unexplainedIH: number;
}

/** Between recorded steps, where the smoothed loss goes through its threshold. */
export interface Moment {
  readonly step: number;
  /** NaN where unknown. */
  readonly time: number;
  /** Steps between the recorded ones around it: it is not known any better. */
  readonly resolution: number;
}

export type MixedPhaseName = "partial" | "plateau" | "emergence" | "convergence";

export type MixedPhase = { readonly name: MixedPhaseName } & (
  | { readonly state: "notBegun" }
  | { readonly state: "underWay"; readonly from: Moment }
  | {
      readonly state: "ended";
      readonly from: Moment;
      readonly to: Moment;
      /** Its length in steps and in flow time; of the plateau it is T_II. */
      readonly steps: number;
      readonly time: number;
    }
);

export type EndedPhase = Extract<MixedPhase, { readonly state: "ended" }>;

/** What a run's course is, of one that has `first` and `last` as its first and last recorded steps. */
export type MixedCourse =
  /** Fewer than `fewestPoints` recorded steps, or none with both losses. */
  | { readonly kind: "unknown" }
  | { readonly kind: "notBegun"; readonly why: NotBegun }
  /** Both losses are below 10 % from the first recorded step on. */
  | { readonly kind: "learntBefore"; readonly first: Moment; readonly last: Moment }
  | {
      /** Phases in their order, the last one never ended. */
      readonly kind: "phases";
      readonly phases: readonly [MixedPhase, MixedPhase, MixedPhase, MixedPhase];
      /** L_IH/½E f_2² on the plateau, 0..1; NaN while that is not reached. */
      readonly level: number;
      readonly first: Moment;
      readonly last: Moment;
    }
  /** L_IH left its level while the 4-gram was not learnt: nothing lay between. */
  | {
      readonly kind: "richFirst";
      readonly leaves: Moment;
      /** When each was learnt; null: not within the record. */
      readonly richLearnt: Moment | null;
      readonly lazyLearnt: Moment | null;
      readonly first: Moment;
      readonly last: Moment;
    }
  /** L_IH does not stand anywhere above what counts as learnt. */
  | {
      readonly kind: "noPlateau";
      readonly why: NoPlateau;
      /** Where L_IH/½E f_2² slows down most, 0..1. */
      readonly level: number;
      /** When each was learnt; null: not within the record. */
      readonly richLearnt: Moment | null;
      readonly lazyLearnt: Moment | null;
      readonly first: Moment;
      readonly last: Moment;
    };

/**
 * Nothing of layer 2 was trained within the record: it ends at its beginning (`noStep`) or in a stage before the first one
 * that trains layer 2 (`firstLayer`), or there is no such stage (`noStage`).
 */
export type NotBegun = "noStep" | "firstLayer" | "noStage";

/**
 * `there`: below 10 % from the first row on. `steady`: it falls below 10 % without slowing down, as it does where v2 alone
 * explains it, or where k·q begins large. `low`: it slows down only near 10 %, as with a uniform attention that explains
 * nearly all.
 */
export type NoPlateau = "there" | "steady" | "low";

/** Below this part of its loss something counts as learnt. */
export const learntBelow = 0.1;
/** The part of its level that L_IH keeps on the plateau. */
export const plateauKeeps = 0.9;
/** Of the level: noise does not get there, so the plateau has been left once L_IH has been here. */
export const plateauLeftBelow = 0.8;
/** A plateau this low is hardly above what counts as learnt. */
const lowestPlateau = 2 * learntBelow;
const fewestPoints = 5;
/** So many times as long as in a steady fall the longest stretch has to be: the noise of batches makes it twice as long. */
export const plateauStandsOut = 3;

/** @param points by step; those with a loss that is not finite are left out */
export function mixedPhases(points: readonly MixedPoint[]): MixedCourse {
  const known = points.filter(
    ({ unexplainedG4, unexplainedIH }) => Number.isFinite(unexplainedG4) && Number.isFinite(unexplainedIH),
  );
  if (known.length < fewestPoints) return { kind: "unknown" };
  const lazy = fallingCourse(Float64Array.from(known, ({ unexplainedG4 }) => unexplainedG4));
  const rich = fallingCourse(Float64Array.from(known, ({ unexplainedIH }) => unexplainedIH));
  const moment = momentsOf(known);
  const [first, last] = [0, known.length - 1].map((row) => moment({ row, share: 0 }));
  if (lazy[0] < learntBelow && rich[0] < learntBelow) return { kind: "learntBefore", first, last };
  const lazyLearnt = momentOf(fallsBelow(lazy, learntBelow));
  const richLearnt = momentOf(fallsBelow(rich, learntBelow));
  const { level, isSteady } = standingOf(known, rich);
  const why = rich[0] < learntBelow ? "there" : isSteady ? "steady" : level < lowestPlateau ? "low" : null;
  if (why) return { kind: "noPlateau", why, level, richLearnt, lazyLearnt, first, last };
  const isLeft = fallsBelow(rich, plateauLeftBelow * level) !== null;
  const leaves = isLeft ? momentOf(fallsBelow(rich, plateauKeeps * level)) : null;
  if (leaves && !(lazyLearnt && lazyLearnt.step < leaves.step)) {
    return { kind: "richFirst", leaves, richLearnt, lazyLearnt, first, last };
  }
  return {
    kind: "phases",
    phases: [
      phaseBetween("partial", first, lazyLearnt),
      phaseBetween("plateau", lazyLearnt, leaves),
      phaseBetween("emergence", leaves, richLearnt),
      phaseBetween("convergence", richLearnt, null),
    ],
    level: lazyLearnt ? level : NaN,
    first,
    last,
  };

  function momentOf(crossing: Crossing | null): Moment | null {
    return crossing && moment(crossing);
  }
}

/** Null of a phase that has not ended, and of a course without phases. */
export function endedPhase(course: MixedCourse, name: MixedPhaseName): EndedPhase | null {
  const phase = course.kind === "phases" ? course.phases.find((each) => each.name === name) : undefined;
  return phase?.state === "ended" ? phase : null;
}

interface Standing {
  readonly level: number;
  /** Whether it does not stand at all, on its way to what counts as learnt. */
  readonly isSteady: boolean;
}

/**
 * Its level is what the course is at half of the longest stretch within which it keeps `plateauKeeps` of what it begins
 * with; in time, or in steps where that is unknown. Stretches of what counts as learnt are none: convergence slows down too.
 */
function standingOf(points: readonly MixedPoint[], course: Float64Array): Standing {
  const isTimed = points.every(({ time }) => Number.isFinite(time));
  const clock = points.map(({ step, time }) => (isTimed ? time : step));
  let longest = { from: 0, to: 0 };
  let end = 0;
  for (let row = 0; row < course.length && course[row] >= learntBelow; row++) {
    while (end + 1 < course.length && course[end + 1] >= plateauKeeps * course[row]) end++;
    if (clock[end] - clock[row] > clock[longest.to] - clock[longest.from]) longest = { from: row, to: end };
  }
  const length = clock[longest.to] - clock[longest.from];
  const half = (clock[longest.from] + clock[longest.to]) / 2;
  const learnt = fallsBelow(course, learntBelow);
  if (!learnt) return { level: course[clock.findIndex((at) => at >= half)], isSteady: false };
  // What a stretch takes of a fall that is the same all the way.
  const share = Math.log(1 / plateauKeeps) / Math.log(course[0] / learntBelow);
  const steady = share * (valueAt(clock, learnt) - clock[0]);
  const isSteady = longest.to - longest.from < fewestPoints || length < plateauStandsOut * steady;
  return { level: course[clock.findIndex((at) => at >= half)], isSteady };
}

function momentsOf(points: readonly MixedPoint[]): (crossing: Crossing) => Moment {
  const steps = points.map(({ step }) => step);
  const times = points.map(({ time }) => time);
  return (crossing) => ({
    step: valueAt(steps, crossing),
    time: valueAt(times, crossing),
    resolution: crossing.share === 0 ? 0 : steps[crossing.row + 1] - steps[crossing.row],
  });
}

function phaseBetween(name: MixedPhaseName, from: Moment | null, to: Moment | null): MixedPhase {
  if (!from) return { name, state: "notBegun" };
  if (!to) return { name, state: "underWay", from };
  return { name, state: "ended", from, to, steps: to.step - from.step, time: to.time - from.time };
}
