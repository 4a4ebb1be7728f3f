/**
 * Which steps are recorded. The choice depends on step numbers and parameters alone, never on the clock, so that a
 * resumed run records what an uninterrupted one does; and no run holds more snapshots than it may.
 */
import type { RecordConfig } from "../config";
import { distance, type Landmarks } from "./landmarks";

export interface RecordingPlan {
  /** Every so many steps, or as spread by `RecordingSchedule`. */
  readonly snapshots: RecordConfig["snapshots"];
  /** Snapshots that the whole run may hold; at least 2. */
  readonly maxSnapshots: number;
  /** Steps of every stage, at most. */
  readonly stageSteps: readonly number[];
}

/** The numbers a schedule continues from; `-1` and Infinity stand for never. */
export const scheduleNumbers = [
  "from",
  "dense",
  "growth",
  "reserve",
  "next",
  "taken",
  "moved",
  "last",
] as const;
export type ScheduleState = Readonly<Record<(typeof scheduleNumbers)[number], number>> & {
  readonly lastParameters: Float64Array;
};

/** Steps of a stage that `auto` records one by one. */
const densest = 100;
/** Movement of a landmark that is worth a snapshot, while there are plenty. */
const noticeable = 0.01;
/** A stage that is recorded at least so finely also records its steps 200, 500, 1,000 …, which people quote. */
const finestSpread = 1.2;
/** Into a stage, the movement is looked at every thousandth of the steps so far. */
const lookoutGrain = 1000;

/**
 * `auto`: the first steps of a stage one by one, then steps in geometric progression, and with half of the stage's
 * snapshots whatever moves the model noticeably. A number: every so many steps. Every stage's first state and the
 * run's last are always recorded, unless there are more stages than snapshots.
 */
export class RecordingSchedule {
  /** How the request was met, where it could not be met to the letter. */
  readonly notes: readonly string[];
  readonly #stride: number;
  #spread: Spread = { from: 0, ...unspread };
  /** The next planned step. */
  #next = Infinity;
  /** Snapshots taken, in all. */
  #taken = 0;
  /** Of them, those of this stage that were taken for a movement. */
  #moved = 0;
  #last:
    | { readonly step: number; readonly parameters: Float64Array; readonly landmarks: Float64Array }
    | undefined;

  constructor(
    private readonly plan: RecordingPlan,
    private readonly landmarks: Landmarks,
  ) {
    this.#stride = strideOf(plan);
    this.notes = notesOn(plan, this.#stride);
  }

  /** Plans the stage that begins at `step`; again for one that was given more steps. */
  enterStage(stage: number, step: number): void {
    const { snapshots, stageSteps, maxSnapshots } = this.plan;
    const spare = maxSnapshots - this.#taken - (stageSteps.length - stage) - 1;
    const spread = snapshots === "auto" ? spreadOf(stageSteps.slice(stage), Math.max(0, spare)) : unspread;
    this.#spread = { from: step, ...spread };
    this.#moved = 0;
    this.#next = this.firstIsDue(stage) ? step : this.plannedAfter(step);
  }

  /** Whether the state at `step` is to be recorded; to be asked of every step, once. */
  isDue(step: number, parameters: Float64Array): boolean {
    const lastPlaceLeft = this.#taken >= this.plan.maxSnapshots - 1;
    if (lastPlaceLeft || step === this.#last?.step) return false;
    if (step >= this.#next) {
      this.#next = this.plannedAfter(step);
      return true;
    }
    if (!this.hasMoved(step, parameters)) return false;
    this.#moved++;
    return true;
  }

  /** Notes that a snapshot is taken: a due one, or the run's last. */
  take(step: number, parameters: Float64Array): void {
    this.#taken++;
    this.#last = { step, parameters: parameters.slice(), landmarks: this.landmarks(parameters) };
  }

  /** Step of the newest snapshot; -1 before the first. */
  get lastStep(): number {
    return this.#last?.step ?? -1;
  }

  get state(): ScheduleState {
    return {
      ...this.#spread,
      next: this.#next,
      taken: this.#taken,
      moved: this.#moved,
      last: this.lastStep,
      lastParameters: this.#last?.parameters ?? new Float64Array(),
    };
  }

  restore({ from, dense, growth, reserve, next, taken, moved, last, lastParameters }: ScheduleState): void {
    this.#spread = { from, dense, growth, reserve };
    [this.#next, this.#taken, this.#moved] = [next, taken, moved];
    const parameters = lastParameters.slice();
    this.#last = last < 0 ? undefined : { step: last, parameters, landmarks: this.landmarks(parameters) };
  }

  /** Stages are spread evenly over the snapshots where there are more of them. */
  private firstIsDue(stage: number): boolean {
    const { stageSteps, maxSnapshots } = this.plan;
    const density = Math.min(1, (maxSnapshots - 1) / stageSteps.length);
    return Math.floor(stage * density) !== Math.floor((stage - 1) * density);
  }

  private plannedAfter(step: number): number {
    if (this.plan.snapshots !== "auto") return (Math.floor(step / this.#stride) + 1) * this.#stride;
    const { from, dense, growth } = this.#spread;
    const offset = step - from;
    if (offset < dense) return step + 1;
    if (growth === Infinity) return Infinity;
    const next = Math.max(offset + 1, Math.ceil(offset * growth));
    return from + (growth <= finestSpread ? Math.min(next, roundNumberAfter(offset)) : next);
  }

  private hasMoved(step: number, parameters: Float64Array): boolean {
    const { from, reserve } = this.#spread;
    const left = reserve - this.#moved;
    if (left <= 0 || !this.#last || (step - from) % Math.ceil((step - from) / lookoutGrain) !== 0)
      return false;
    // Dearer as the reserve runs out, so that something is left for what comes late.
    return distance(this.#last.landmarks, this.landmarks(parameters)) > (noticeable * reserve) / left;
  }
}

/** How `auto` spreads the snapshots of one stage. */
interface Spread {
  /** The step at which the stage began. */
  readonly from: number;
  /** So many steps are recorded one by one, */
  readonly dense: number;
  /** then each step so many times as far from the start as the one before. */
  readonly growth: number;
  /** Snapshots kept for movements. */
  readonly reserve: number;
}

const unspread = { dense: 0, growth: Infinity, reserve: 0 } as const;

/** @param steps of the stage and of those behind it @param spare snapshots for all of these, beside their first states */
function spreadOf(steps: readonly number[], spare: number): Omit<Spread, "from"> {
  const share = fairShare(
    spare,
    steps.map((count) => count - 1),
  );
  if (share >= steps[0] - 1) return { ...unspread, dense: steps[0] };
  const planned = Math.ceil(share / 2);
  const dense = Math.min(densest, Math.floor(planned / 2));
  const growth = dense === 0 ? Infinity : (steps[0] / dense) ** (1 / (planned - dense));
  const rounds = growth <= finestSpread ? roundNumbersBetween(dense, steps[0]) : 0;
  return { dense, growth, reserve: Math.max(0, share - planned - rounds) };
}

/** The next of 1, 2, 5, 10, 20, 50 … */
function roundNumberAfter(count: number): number {
  const decade = 10 ** Math.floor(Math.log10(Math.max(1, count)));
  return [1, 2, 5, 10].map((digit) => digit * decade).find((round) => round > count) ?? 20 * decade;
}

function roundNumbersBetween(from: number, to: number): number {
  let count = 0;
  for (let round = roundNumberAfter(from); round < to; round = roundNumberAfter(round)) count++;
  return count;
}

/** The first one's share where all get alike, but none more than it demands. */
function fairShare(budget: number, demands: readonly number[]): number {
  let left = budget;
  for (const [index, demand] of demands.toSorted((a, b) => a - b).entries()) {
    const level = left / (demands.length - index);
    if (demand > level) return Math.min(demands[0], Math.floor(level));
    left -= demand;
  }
  return demands[0];
}

/** The smallest multiple of the wanted stride with which a whole run fits. */
function strideOf({ snapshots, maxSnapshots, stageSteps }: RecordingPlan): number {
  if (snapshots === "auto") return Infinity;
  const spare = maxSnapshots - stageSteps.length - 1;
  if (spare <= 0) return Infinity;
  return snapshots * Math.max(1, Math.ceil(sum(stageSteps) / (snapshots * (spare + 1))));
}

function notesOn({ snapshots, maxSnapshots, stageSteps }: RecordingPlan, stride: number): string[] {
  const notes: string[] = [];
  const allowed = `record.maxSnapshots is ${maxSnapshots}`;
  if (stageSteps.length + 1 > maxSnapshots) {
    notes.push(
      `There are ${stageSteps.length} stages and ${allowed}: not every stage's first state is recorded.`,
    );
  } else if (snapshots !== "auto" && stride > snapshots) {
    const rate =
      stride === Infinity ? "only the stages' first states and the last one are" : `every ${stride} steps is`;
    notes.push(
      `A snapshot every ${snapshots} of ${sum(stageSteps)} steps is too many, since ${allowed}: ${rate} recorded.`,
    );
  }
  return notes;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
