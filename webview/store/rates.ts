/** The laws that a run's phases follow, as core/inspect fits them; while it goes on they are fitted now and then. */
import { stageRates, type StageRate } from "../../core/inspect";
import type { Model } from "../../core/model";
import { isLittleMore, phasesOf } from "./phases";
import { fits } from "./snapshots";
import { isGoingOn } from "./standing";
import type { ShownRun, Snapshot } from "./state";

interface Found {
  readonly snapshots: readonly Snapshot[];
  readonly rates: readonly StageRate[];
}

const known = new WeakMap<Model, Found>();
const none: readonly StageRate[] = [];

/** In the order of the phases; none where no phase was found. */
export function ratesOf(run: ShownRun): readonly StageRate[] {
  const { model, snapshots, facts } = run;
  if (!model || snapshots.length === 0) return none;
  const before = known.get(model);
  if (before?.snapshots === snapshots) return before.rates;
  if (before && isGoingOn(facts) && isLittleMore(before.snapshots, snapshots)) return before.rates;
  const whole = snapshots.filter(({ parameters }) => fits(model, parameters));
  const rates = stageRates(model, whole, phasesOf(run));
  known.set(model, { snapshots, rates });
  return rates;
}
