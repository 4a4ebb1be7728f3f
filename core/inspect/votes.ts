/**
 * Which earlier positions a trace's leading subset finds alike, counted by tokens instead of by weights: how many match
 * fully, and what stands there. It explains the votes; the votes themselves are the trace's.
 */
import { hasSelector } from "../model";
import { readThroughLayers } from "./heads";
import { leadingHeads } from "./subsets";
import { matchesAt, type Trace } from "./trace";

export interface Agreement {
  /**
   * 0-based heads of the subset with the largest p_S, ascending, and of those that weigh about as much. Empty where that
   * is the empty subset, or no subset has any weight. All heads where there is no selector.
   */
  readonly heads: readonly number[];
  /**
   * The lags that those heads read most, ascending, each once; none where one of them brings nothing, so K_S = 0. A head
   * of a later layer reads what the ones before it have brought to its lag: all those lags have to match.
   */
  readonly lags: readonly number[];
  /** At how many of `lags` each earlier position agrees, [t]; −1 for positions that are no keys. */
  readonly matches: Int32Array;
  /** 0-based positions that agree at all of `lags`, ascending; none where there are no lags. */
  readonly full: readonly number[];
  /** How many agree at some of `lags`, but not at all. */
  readonly partly: number;
  /** How many of `full` have each token, [d]. */
  readonly counts: Int32Array;
  /** Σ α over `full`. */
  readonly attention: number;
}

export function agreementOf(trace: Trace): Agreement {
  const { model, context, pass } = trace;
  const heads = headsOf(trace);
  const lags = lagsOf(trace, heads);
  const matches = matchesAt(trace, lags);
  const full: number[] = [];
  const counts = new Int32Array(model.alphabetSize);
  let partly = 0;
  let attention = 0;
  matches.forEach((count, key) => {
    if (count <= 0) return;
    if (count < lags.length) {
      partly++;
      return;
    }
    full.push(key);
    counts[context[key]]++;
    attention += pass.attention[key];
  });
  return { heads, lags, matches, full, partly, counts, attention };
}

/** The first of the largest; 0 where there are none. */
export function largestAt(values: ArrayLike<number>): number {
  let at = 0;
  for (let index = 1; index < values.length; index++) if (values[index] > values[at]) at = index;
  return at;
}

/** A place matches by the heads of all subsets that lead. */
function headsOf({ model, weights: { subsetWeights } }: Trace): readonly number[] {
  if (!hasSelector(model)) return Array.from({ length: model.heads }, (_, head) => head);
  return leadingHeads(model.subsets.map((heads, subset) => ({ heads, weight: subsetWeights[subset] })));
}

function lagsOf({ model, weights }: Trace, heads: readonly number[]): number[] {
  const { window } = model;
  const most = Array.from({ length: model.heads }, (_, head) => {
    const attentions = Array.from(
      { length: window },
      (_, lag) => weights.lagAttention[(window * window + lag) * model.heads + head],
    );
    const at = largestAt(attentions);
    return attentions[at] === 0 ? null : at + 1;
  });
  // A product with nothing in it is 0; an MLP goes by what the others bring.
  if (hasSelector(model) && heads.some((head) => most[head] === null)) return [];
  const reads = readThroughLayers(model, most);
  return Array.from(new Set(heads.flatMap((head) => reads[head]))).sort((a, b) => a - b);
}
