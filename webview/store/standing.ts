/** Where a run stands, put together from its facts, its newest frame and its records. */
import type { Model } from "../../core/model";
import type { RunFacts } from "../../core/protocol";
import { isReadable, readableUpTo } from "./snapshots";
import type { ShownRun } from "./state";

/** The numbers of the head line; NaN where unknown. */
export interface Standing {
  readonly step: number;
  readonly totalSteps: number;
  /** Empty before the first. */
  readonly stageName: string;
  readonly stepsPerSecond: number;
  readonly secondsLeft: number;
  readonly loss: number;
  readonly validationLoss: number;
}

/** The newest parameters that are known to be whole. */
export interface Newest {
  readonly step: number;
  readonly model: Model;
  readonly parameters: Float64Array;
}

/** A frame speaks for a run as long as it goes on; afterwards its facts do. */
export function standingOf({ facts, live }: ShownRun): Standing {
  if (live && isGoingOn(facts)) return live;
  const { losses, stages } = facts;
  return {
    step: facts.step,
    totalSteps: facts.totalSteps,
    stageName: stages.at(-1)?.name ?? "",
    stepsPerSecond: facts.stepsPerSecond > 0 ? facts.stepsPerSecond : NaN,
    secondsLeft: NaN,
    loss: losses?.last ?? NaN,
    validationLoss: losses?.validation ?? NaN,
  };
}

/** Up to `step`. Null where there are none yet, or none that can be read. */
export function newestOf({ model, live, snapshots }: ShownRun, step = Infinity): Newest | null {
  if (!model) return null;
  const snapshot = readableUpTo(snapshots, step, model);
  const isNewer = live !== null && live.step <= step && live.step >= (snapshot?.step ?? 0);
  if (isNewer && isReadable(model, live.parameters)) {
    return { step: live.step, model, parameters: live.parameters };
  }
  return snapshot ? { step: snapshot.step, model, parameters: snapshot.parameters } : null;
}

/** In a report everything stands still, also a run that went on when it was written. */
export function isGoingOn({ state, trainedBy }: RunFacts): boolean {
  return trainedBy !== "unknown" && (state === "running" || state === "paused");
}
