/** What can be done with a run, by its state and by who trains it. */
import type { PanelAction, Pace, RunFacts } from "../../core/protocol";

/** Paces to choose from, in steps a second; null: as fast as it goes. */
export const paces: readonly Pace[] = [null, 1000, 100, 10, 1];

/** The first is the one that is asked for most. */
export function actionsOn(facts: RunFacts): readonly PanelAction[] {
  const { state, trainedBy } = facts;
  if (trainedBy === "elsewhere" || !isReachable(facts) || isUnreadable(facts)) return [];
  return trainedBy === "thisWindow" ? steering[state] : afterwards[state];
}

export function hasPace({ state, trainedBy }: RunFacts): boolean {
  return trainedBy === "thisWindow" && (state === "running" || state === "paused" || state === "starting");
}

/** Whether its folder, its log and the like can be asked for. */
export function isReachable({ trainedBy }: RunFacts): boolean {
  return trainedBy !== "unknown";
}

/** Of such a run the host knows only what is wrong with it. */
export function isUnreadable({ sentence, problems }: RunFacts): boolean {
  return problems.includes(sentence);
}

/** Whether it can be evaluated, ablated and the like. */
export function canBeStudied(facts: RunFacts): boolean {
  return isReachable(facts) && !isUnreadable(facts);
}

type ByState = Readonly<Record<RunFacts["state"], readonly PanelAction[]>>;

const steering: ByState = {
  queued: ["stop"],
  starting: ["stop"],
  running: ["pause", "stop"],
  paused: ["resume", "step", "stop"],
  // Its process is about to end.
  done: [],
  stopped: [],
  failed: [],
  interrupted: [],
};

const afterwards: ByState = {
  queued: [],
  starting: [],
  running: [],
  paused: ["resume", "again"],
  done: ["again"],
  stopped: ["resume", "again"],
  failed: ["again", "resume"],
  interrupted: ["resume", "again"],
};
