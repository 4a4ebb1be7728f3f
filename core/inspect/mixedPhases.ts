/**
 * The four phases of a training on the mixed target, found in its losses (arXiv 2410.11474): I partial learning, when
 * the 4-gram is learnt; II the plateau, when it alone is used; III emergence of the induction head; IV convergence.
 * A boundary that the record does not show is not made up: a phase is ended, under way or not begun.
 *
 * How: both losses, each as a part of what it is with a value of 0, are smoothed to courses that only fall. I ends where
 * L_G4 goes below 10 %. On the plateau L_IH needs longest to lose a tenth; its level is what it is at half that time, and
 * II ends a tenth below the level. III ends where L_IH goes below 10 %.
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

/** Of metrics lines those that have both losses. */
export function mixedPoints(
  lines: readonly (Pick<MixedPoint, "step"> & Partial<MixedPoint>)[],
): readonly MixedPoint[] {
  return lines.flatMap(({ step, time = NaN, unexplainedG4, unexplainedIH }) =>
    unexplainedG4 === undefined || unexplainedIH === undefined
      ? []
      : [{ step, time, unexplainedG4, unexplainedIH }],
  );
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

/** What a run's course is, of one that has `last` as its last recorded step. */
export type MixedCourse =
  /** Fewer than `fewestPoints` recorded steps, or none with both losses. */
  | { readonly kind: "unknown" }
  /** Both losses are below 10 % from the first recorded step on. */
  | { readonly kind: "learntBefore"; readonly last: Moment }
  | {
      /** Phases in their order, the last one never ended. */
      readonly kind: "phases";
      readonly phases: readonly [MixedPhase, MixedPhase, MixedPhase, MixedPhase];
      /** L_IH/½E f_2² on the plateau, 0..1; NaN while that is not reached. */
      readonly level: number;
      readonly last: Moment;
    }
  /** The induction head was taking off while the 4-gram was not learnt: nothing lay between. */
  | {
      readonly kind: "richFirst";
      readonly leaves: Moment;
      /** When each was learnt; null: not within the record. */
      readonly richLearnt: Moment | null;
      readonly lazyLearnt: Moment | null;
      readonly last: Moment;
    }
  /** A uniform attention explains so much of the induction head that no plateau stands out. */
  | {
      readonly kind: "noPlateau";
      readonly level: number;
      readonly lazyLearnt: Moment | null;
      readonly last: Moment;
    };

/** Below this part of its loss something counts as learnt. */
export const learntBelow = 0.1;
/** The part of its level that L_IH keeps on the plateau. */
export const plateauKeeps = 0.9;
/** Of the level: noise does not get there, so the plateau has been left once L_IH has been here. */
export const plateauLeftBelow = 0.8;
/** A plateau this low is hardly above what counts as learnt. */
const lowestPlateau = 2 * learntBelow;
const fewestPoints = 5;

/** @param points by step; those with a loss that is not finite are left out */
export function mixedPhases(points: readonly MixedPoint[]): MixedCourse {
  const known = points.filter(
    ({ unexplainedG4, unexplainedIH }) => Number.isFinite(unexplainedG4) && Number.isFinite(unexplainedIH),
  );
  if (known.length < fewestPoints) return { kind: "unknown" };
  const lazy = fallingCourse(Float64Array.from(known, ({ unexplainedG4 }) => unexplainedG4));
  const rich = fallingCourse(Float64Array.from(known, ({ unexplainedIH }) => unexplainedIH));
  const moment = momentsOf(known);
  const last = moment({ row: known.length - 1, share: 0 });
  if (lazy[0] < learntBelow && rich[0] < learntBelow) return { kind: "learntBefore", last };
  const lazyLearnt = momentOf(fallsBelow(lazy, learntBelow));
  const level = standingLevel(known, rich);
  if (level < lowestPlateau) return { kind: "noPlateau", level, lazyLearnt, last };
  const isLeft = fallsBelow(rich, plateauLeftBelow * level) !== null;
  const leaves = isLeft ? momentOf(fallsBelow(rich, plateauKeeps * level)) : null;
  const richLearnt = momentOf(fallsBelow(rich, learntBelow));
  if (leaves && !(lazyLearnt && lazyLearnt.step < leaves.step)) {
    return { kind: "richFirst", leaves, richLearnt, lazyLearnt, last };
  }
  const first = moment({ row: 0, share: 0 });
  return {
    kind: "phases",
    phases: [
      phaseBetween("partial", first, lazyLearnt),
      phaseBetween("plateau", lazyLearnt, leaves),
      phaseBetween("emergence", leaves, richLearnt),
      phaseBetween("convergence", richLearnt, null),
    ],
    level: lazyLearnt ? level : NaN,
    last,
  };

  function momentOf(crossing: Crossing | null): Moment | null {
    return crossing && moment(crossing);
  }
}

/**
 * What the course is at half of the longest stretch within which it keeps `plateauKeeps` of what it begins with; in
 * time, or in steps where that is unknown. Stretches of what counts as learnt are none: convergence slows down too.
 */
function standingLevel(points: readonly MixedPoint[], course: Float64Array): number {
  const isTimed = points.every(({ time }) => Number.isFinite(time));
  const clock = points.map(({ step, time }) => (isTimed ? time : step));
  let longest = { from: 0, to: 0 };
  let end = 0;
  for (let row = 0; row < course.length && course[row] >= learntBelow; row++) {
    while (end + 1 < course.length && course[end + 1] >= plateauKeeps * course[row]) end++;
    if (clock[end] - clock[row] > clock[longest.to] - clock[longest.from]) longest = { from: row, to: end };
  }
  const half = (clock[longest.from] + clock[longest.to]) / 2;
  return course[clock.findIndex((at) => at >= half)];
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
