/** All that the steps of a trace show and can ask for; made by the view, drawn by the steps. */
import type { Agreement, Trace } from "../../core/inspect";
import type { Workings } from "../formulas";
import type { Circuit, Highlight, Look, Traced } from "../store";

export interface Scene {
  readonly circuit: Circuit;
  readonly traced: Traced;
  readonly trace: Trace;
  /** Of the same tokens without interventions; the very same trace where there are none. */
  readonly untouched: Trace;
  readonly agreement: Agreement;
  readonly workings: Workings;
  /** 0-based: the earlier place that is compared with; null where none is looked at. */
  readonly candidate: number | null;
  readonly look: Look;
  /** Which lists are unfolded. */
  readonly unfolded: ReadonlySet<string>;
  readonly ask: SceneAsks;
}

export interface SceneAsks {
  change(traced: Traced): void;
  light(highlight: Highlight | null): void;
  compareWith(position: number): void;
  unfold(name: string, open: boolean): void;
}

/** Whether anything votes: some earlier place is looked at. */
export function hasKeys({ position, firstKey }: Trace): boolean {
  return position > firstKey;
}

/** The place with the most attention, the nearest of several; null where none is looked at. */
export function mostAttended({ pass, position, firstKey }: Trace): number | null {
  if (position <= firstKey) return null;
  let at = position - 1;
  for (let key = position - 1; key >= firstKey; key--) {
    if (pass.attention[key] > pass.attention[at]) at = key;
  }
  return at;
}
