/**
 * The measures of a run's heads over its training, made between frames: some recorded rows now, the others later. Rows
 * that were measured once are not measured again.
 */
import { circuitMeasures, isMeasurable, type CircuitMeasures } from "../../core/inspect";
import type { Model } from "../../core/model";
import { isReadable } from "./snapshots";
import type { ShownRun, Snapshot } from "./state";

/** A recorded row and what was measured at it. */
export interface MeasuredRow {
  readonly step: number;
  readonly measures: CircuitMeasures;
}

/** Rows measured of a run, at most about. */
const mostRows = 200;
/** The first rows, of which none is left out: there most happens, and a log axis gives them most of its room. */
const allOfFirst = 24;
/** Milliseconds of a frame that may go into measuring. */
const budget = 8;

/** By parameters, which never change. */
const known = new WeakMap<Model, WeakMap<Float64Array, CircuitMeasures>>();

/**
 * The first rows, then every so many, the same ones as the run goes on until they become too many and every other one stays; and the
 * newest. None where the model cannot be measured.
 */
export function measuredSnapshots({ model, snapshots }: ShownRun): readonly Snapshot[] {
  if (!model || !isMeasurable(model)) return [];
  const readable = snapshots.filter(({ parameters }) => isReadable(model, parameters));
  let stride = 1;
  while (readable.length > stride * mostRows) stride *= 2;
  return readable.filter((_, row) => row < allOfFirst || row % stride === 0 || row === readable.length - 1);
}

/** Those of a run's rows that are measured already, by step. */
export function measuredRows(run: ShownRun): readonly MeasuredRow[] {
  const { model } = run;
  const ofModel = model && known.get(model);
  if (!ofModel) return [];
  return measuredSnapshots(run).flatMap(({ step, parameters }) => {
    const measures = ofModel.get(parameters);
    return measures ? [{ step, measures }] : [];
  });
}

/** Measures as many of the runs' rows as there is time for, the newest first. @returns whether any is left */
export function measureSome(runs: readonly ShownRun[]): boolean {
  const until = performance.now() + budget;
  for (const run of runs) {
    const { model } = run;
    if (!model) continue;
    const ofModel = known.get(model) ?? new WeakMap<Float64Array, CircuitMeasures>();
    known.set(model, ofModel);
    for (const { parameters } of measuredSnapshots(run).toReversed()) {
      if (ofModel.has(parameters)) continue;
      if (performance.now() > until) return true;
      ofModel.set(parameters, circuitMeasures(model, parameters));
    }
  }
  return false;
}
