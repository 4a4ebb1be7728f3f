/** The phases of a run, as core/inspect finds them in its snapshots; while it goes on they are looked for now and then. */
import { detectPhases, type Phase } from "../../core/inspect";
import type { Model } from "../../core/model";
import { fits } from "./snapshots";
import { isGoingOn } from "./standing";
import type { ShownRun, Snapshot } from "./state";

interface Found {
  readonly snapshots: readonly Snapshot[];
  readonly phases: readonly Phase[];
}

/** While a run goes on they are looked for again when it has recorded so much more. */
const muchMore = 1.1;

/** A model stays the same as long as its run's does. */
const known = new WeakMap<Model, Found>();

/** By step; empty where no subset wins, or where nothing can be read. The last one lasts until the newest snapshot. */
export function phasesOf(run: ShownRun): readonly Phase[] {
  const { model, snapshots, facts } = run;
  if (!model || snapshots.length === 0) return none;
  const before = known.get(model);
  if (before?.snapshots === snapshots) return before.phases;
  if (before && isGoingOn(facts) && isLittleMore(before.snapshots, snapshots))
    return lasting(before.phases, snapshots);
  const phases = detectPhases(
    model,
    snapshots.filter(({ parameters }) => fits(model, parameters)),
  );
  known.set(model, { snapshots, phases });
  return phases;
}

const none: readonly Phase[] = [];

/**
 * Whether a run has recorded hardly more than `before`, so that what was found in it then will do. Not so for a run that
 * went back to an earlier step, or that was read anew.
 */
export function isLittleMore(before: readonly Snapshot[], now: readonly Snapshot[]): boolean {
  const last = before.length - 1;
  return now[last]?.step === before[last].step && now.length < muchMore * before.length;
}

function lasting(phases: readonly Phase[], snapshots: readonly Snapshot[]): readonly Phase[] {
  const last = phases.at(-1);
  return last ? [...phases.slice(0, -1), { ...last, toStep: snapshots[snapshots.length - 1].step }] : phases;
}
