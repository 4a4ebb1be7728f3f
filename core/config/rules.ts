/** What no field can tell alone: rules between fields. Faults stop a run, doubts do not. */
import { chainBreaches, batchBreaches } from "./dataRules";
import { familyBreaches } from "./familyRules";
import { engineBreaches } from "./engineRules";
import type { Fix } from "./fixes/fix";
import { mixedBreaches, pairingBreaches } from "./mixedRules";
import { modelBreaches } from "./modelRules";
import { isMixed, isOfTokens, type Experiment } from "./schema";
import { trainingBreaches } from "./trainingRules";

/** A rule broken, or a doubt raised, by several fields together. */
export interface Breach {
  readonly severity: "error" | "warning";
  /** The fields that it takes, as path texts; the one to blame first, if that is written in the experiment at all. */
  readonly fields: readonly [string, ...string[]];
  readonly message: string;
  readonly found: string;
  readonly allowed?: string;
  /** Single changes that may end it, the likeliest first; whether they break other rules is for others to check. */
  readonly fixes?: readonly Fix[];
}

export function* breaches(experiment: Experiment): Generator<Breach> {
  yield* pairingBreaches(experiment);
  if (isOfTokens(experiment)) {
    yield* chainBreaches(experiment);
    yield* modelBreaches(experiment);
    yield* familyBreaches(experiment);
  }
  if (isMixed(experiment)) yield* mixedBreaches(experiment);
  yield* batchBreaches(experiment);
  yield* trainingBreaches(experiment);
  yield* engineBreaches(experiment);
}
