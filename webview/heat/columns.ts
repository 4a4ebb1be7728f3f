/**
 * Training as columns of colour: which recorded state each pixel along the axis shows, and a head's attention over
 * them. No pixel shows more than one state, so that long records cost no more than short ones.
 */
import { axisUnit, placeAt, positionOf } from "../charts";
import { lagAttentionAt, placeOf, type Axis, type ShownRun, type Snapshot } from "../store";
import type { Heat } from "./heat";

const placesCompared = 300;

/** A run's states along the axis. */
export interface Track {
  readonly rows: readonly Snapshot[];
  /** Of the rows; ascending. */
  readonly places: readonly number[];
}

/** The axis that strips share with each other; the same as that of curves. */
export interface TrackAxis extends Axis {
  /** What its log scale is even with near the beginning. */
  readonly unit: number;
  /** Where it ends. */
  readonly last: number;
}

/** As long as the longest track. */
export function trackAxisOf({ quantity, scale }: Axis, tracks: readonly Track[]): TrackAxis {
  const recorded = Math.max(0, ...tracks.map(({ places }) => places.at(-1) || 0));
  return {
    quantity,
    scale: quantity === "stage" ? "linear" : scale,
    unit: axisUnit(
      quantity,
      tracks.map(({ places }) => places),
    ),
    last: quantity === "time" ? recorded || 1 : Math.max(1, recorded),
  };
}

/** From 0 to 1 over the whole axis. */
export function partOf({ scale, unit, last }: TrackAxis, place: number): number {
  return positionOf(place, scale, unit) / positionOf(last, scale, unit);
}

/** What was recorded, and behind it where the run stands. */
export function trackOf(run: ShownRun, quantity: Axis["quantity"]): Track {
  const { snapshots, live } = run;
  const newer = live && live.step > (snapshots.at(-1)?.step ?? -1);
  const rows = newer ? [...snapshots, live] : snapshots;
  const place = placeOf(run, quantity);
  return { rows, places: rows.map(({ step }) => place(step)) };
}

/** The newest row up to the place; the first before that; −1 where there is none. */
export function rowAtPlace({ places }: Track, place: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle] <= place) low = middle + 1;
    else high = middle;
  }
  return Math.min(places.length - 1, Math.max(0, low - 1));
}

/** Of each of `width` pixels along the axis the row that it shows; −1 behind the track's end. */
export function rowsAcross(track: Track, axis: TrackAxis, width: number): Int32Array {
  const { scale, unit, last } = axis;
  const end = positionOf(last, scale, unit);
  const reached = partOf(axis, track.places.at(-1) ?? -1);
  return Int32Array.from({ length: width }, (_, x) =>
    // A logarithm and back may miss the place that is meant.
    x > 0 && x / width >= reached
      ? -1
      : rowAtPlace(track, placeAt(((x + 1) / width) * end * (1 + 1e-9), scale, unit)),
  );
}

/** What a run is compared with. */
export interface Base {
  readonly run: ShownRun;
  readonly track: Track;
  /** Of `rowsAcross`, as many pixels as the run's own. */
  readonly across: Int32Array;
  /** The difference that has the strongest colour. */
  readonly most: number;
}

/** σ of a head, or its difference from that of `than`: [M lags, pixels]. @param across of `rowsAcross` */
export function headHeat(
  run: ShownRun,
  track: Track,
  across: Int32Array,
  head: number,
  than: Base | null,
): Heat & { readonly values: Float32Array } {
  const lags = run.model?.window ?? 0;
  const columns = across.length;
  const values = new Float32Array(lags * columns).fill(NaN);
  for (let x = 0; x < columns; x++) {
    const attention = attentionOf(run, track, across[x]);
    const base = than ? attentionOf(than.run, than.track, than.across[x]) : null;
    if (!attention || (than && !base)) continue;
    for (let lag = 0; lag < lags; lag++) {
      const at = head * lags + lag;
      if (run.model?.lagMask[at]) values[lag * columns + x] = attention[at] - (base?.[at] ?? 0);
    }
  }
  return { rows: lags, columns, values, scale: than ? "difference" : "share", most: than?.most ?? 1 };
}

/** The greatest |difference| of σ at about as many places as a strip has pixels; 0 where there is none. */
export function greatestDifference(run: ShownRun, than: ShownRun, axis: TrackAxis): number {
  const [track, other] = [run, than].map((one) => trackOf(one, axis.quantity));
  const [across, base] = [track, other].map((one) => rowsAcross(one, axis, placesCompared));
  let most = 0;
  for (let head = 0; head < (run.model?.heads ?? 0); head++) {
    const { values } = headHeat(run, track, across, head, { run: than, track: other, across: base, most: 1 });
    for (const value of values) if (Math.abs(value) > most) most = Math.abs(value);
  }
  return most;
}

/** Null where there is no such row, or none that can be read. */
function attentionOf({ model }: ShownRun, { rows }: Track, row: number): Float64Array | null {
  if (!model || row < 0) return null;
  const attention = lagAttentionAt(model, rows[row]);
  return attention.length === 0 ? null : attention;
}
