/**
 * Which steps are recorded. The choice depends on step numbers and parameters alone, never on the clock, so that a
 * resumed run records what an uninterrupted one does; and no run holds more snapshots than it may.
 */
import type { RecordConfig } from "../config";
import { distance, type Landmarks } from "./landmarks";
import { plannedOffset, spreadOf, unspread, type Spread } from "./spread";

export interface RecordingPlan {
  /** Every so many steps, or as spread by `RecordingSchedule`. */
  readonly snapshots: RecordConfig["snapshots"];
  /** Snapshots that the whole run may hold, unless it becomes longer than planned; at least 2. */
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
  /** Absent in old checkpoints. */
  readonly plan?: PlanState;
};

/** What is followed: the plan, `snapshots` 0 for `auto`, and what came of it. */
export const planNumbers = ["snapshots", "maxSnapshots", "allowance", "stride"] as const;
export type PlanState = Readonly<Record<(typeof planNumbers)[number], number>> & {
  readonly stageSteps: Float64Array;
};

/** Where in its stages a run stands: the stage, the steps taken in it, and in all. */
export interface SchedulePlace {
  readonly stage: number;
  readonly stageStep: number;
  readonly step: number;
}

/** Movement of a landmark that is worth a snapshot, while there are plenty. */
const noticeable = 0.01;
/** Into a stage, the movement is looked at every thousandth of the steps so far. */
const lookoutGrain = 1000;

/**
 * `auto`: the first steps of a stage one by one, then steps in geometric progression, and with half of the stage's
 * snapshots whatever moves the model noticeably. A number: every so many steps. Every stage's first state and the
 * run's last are always recorded, unless there are more stages than snapshots.
 */
export class RecordingSchedule {
  #followed: PlanState;
  #notes: readonly string[];
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
    this.#followed = initialPlan(plan);
    this.#notes = notesOn(plan, this.#followed.stride);
  }

  /** How the request was met, where it could not be met to the letter. */
  get notes(): readonly string[] {
    return this.#notes;
  }

  /** Plans the stage that begins at `step`. */
  enterStage(stage: number, step: number): void {
    this.spread({ stage, stageStep: 0, step });
    if (this.firstIsDue(stage) && step !== this.lastStep) this.#next = step;
  }

  /** Whether the state at `step` is to be recorded; to be asked of every step, once. */
  isDue(step: number, parameters: Float64Array): boolean {
    const lastPlaceLeft = this.#taken >= this.#followed.allowance - 1;
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
      plan: this.#followed,
    };
  }

  /**
   * Goes on from a state. Where another plan was followed until then, what is left is planned anew.
   * @param followed that plan, for an old state that does not know it
   */
  restore(state: ScheduleState, place: SchedulePlace, followed = state.plan ?? this.#followed): void {
    const { from, dense, growth, reserve, next, taken, moved, last } = state;
    this.#spread = { from, dense, growth, reserve };
    [this.#next, this.#taken, this.#moved] = [next, taken, moved];
    const parameters = state.lastParameters.slice();
    this.#last = last < 0 ? undefined : { step: last, parameters, landmarks: this.landmarks(parameters) };
    const same = samePlan(followed, this.#followed, place.stage);
    this.#followed = same ? followed : this.plannedAnew(followed, place);
    this.#notes =
      same || taken < this.#followed.allowance - 1
        ? notesOn(this.plan, this.#followed.stride)
        : [this.exhausted()];
    if (!same) this.spread(place);
  }

  private plannedAnew(followed: PlanState, { stage, stageStep }: SchedulePlace): PlanState {
    const { snapshots, maxSnapshots, stageSteps } = this.plan;
    const total = sum(stageSteps);
    const added = total - sum(followed.stageSteps);
    // The steps by which a run became longer than planned get their share, whatever was taken before.
    const share = added > 0 ? Math.max(10, Math.ceil((maxSnapshots * added) / total)) : -Infinity;
    const allowance =
      followed.maxSnapshots === maxSnapshots
        ? Math.max(followed.allowance, this.#taken + share)
        : maxSnapshots;
    const left = sum(stageSteps.slice(stage)) - stageStep;
    const stride = strideOf(snapshots, spare(allowance - this.#taken, stageSteps.length - stage), left);
    return { ...initialPlan(this.plan), allowance, stride };
  }

  private exhausted(): string {
    return (
      `${this.#taken} snapshots are taken and record.maxSnapshots is ${this.plan.maxSnapshots}: from here on only the ` +
      `last state is recorded. Raise record.maxSnapshots to see more.`
    );
  }

  /** Spreads what is left over a stage, from `step` on. */
  private spread({ stage, stageStep, step }: SchedulePlace): void {
    const [steps, ...later] = this.plan.stageSteps.slice(stage);
    const left = spare(this.#followed.allowance - this.#taken, later.length + 1);
    const spread =
      this.plan.snapshots === "auto" ? spreadOf([steps - stageStep, ...later], Math.max(0, left)) : unspread;
    this.#spread = { from: step, ...spread };
    this.#moved = 0;
    this.#next = this.plannedAfter(step);
  }

  /** Stages are spread evenly over the snapshots where there are more of them. */
  private firstIsDue(stage: number): boolean {
    const density = Math.min(1, (this.#followed.allowance - 1) / this.plan.stageSteps.length);
    return Math.floor(stage * density) !== Math.floor((stage - 1) * density);
  }

  private plannedAfter(step: number): number {
    if (this.plan.snapshots !== "auto") {
      const { stride } = this.#followed;
      return (Math.floor(step / stride) + 1) * stride;
    }
    return this.#spread.from + plannedOffset(this.#spread, step - this.#spread.from);
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

/** What a run that is begun by `plan` follows. */
export function initialPlan({ snapshots, maxSnapshots, stageSteps }: RecordingPlan): PlanState {
  return {
    snapshots: snapshots === "auto" ? 0 : snapshots,
    maxSnapshots,
    allowance: maxSnapshots,
    stride: strideOf(snapshots, spare(maxSnapshots, stageSteps.length), sum(stageSteps)),
    stageSteps: Float64Array.from(stageSteps),
  };
}

/** Of the snapshots left those for anything but the first states of the stages left and the last state. */
function spare(left: number, stages: number): number {
  return left - stages - 1;
}

/** The smallest multiple of the wanted stride with which `spare` snapshots are enough for the steps left. */
function strideOf(snapshots: RecordingPlan["snapshots"], spare: number, left: number): number {
  if (snapshots === "auto" || spare <= 0) return Infinity;
  return snapshots * Math.max(1, Math.ceil(left / (snapshots * (spare + 1))));
}

/** Whether two plans agree from `stage` on. */
function samePlan(one: PlanState, other: PlanState, stage: number): boolean {
  const [steps, others] = [one, other].map((plan) => plan.stageSteps.slice(stage).join());
  return one.snapshots === other.snapshots && one.maxSnapshots === other.maxSnapshots && steps === others;
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

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
