/**
 * What a selector, polynomial or MLP, does, shown without its weights: k between windows, so how alike it finds what the
 * copier brings from the tokens of one and of another. Windows are those of a sequence, and those with equal tokens at the
 * lags that count stand together.
 */
import {
  firstKeyOf,
  hasSelector,
  headsOfLayer,
  looksAtItself,
  valueShape,
  valuesOf,
  weightsOf,
  windowValue,
  type Model,
  type Weights,
  type WindowedModel,
} from "../model";
import { describeHeads } from "./heads";
import { abreast, compareWith, selectorOf } from "./selector";
import { describeSubsets, lagsOf, leadingHeads } from "./subsets";

export interface ComparedWindow {
  /** Farthest first, nearest last: M, with several layers of copiers as many times M; fewer at a sequence's beginning. */
  readonly tokens: Uint8Array;
  /** Of a key whose heads see their own position, the token that stands there; else null. */
  readonly own: number | null;
  /** Positions of the sequence that have it; 1 where every position is told by itself. */
  readonly count: number;
  /** 0-based: the last of them. */
  readonly position: number;
}

export interface WindowSimilarity {
  /** Those that ask, in their order. */
  readonly queries: readonly ComparedWindow[];
  /** Those that are looked at; the same ones, unless heads see their own position, which at the output is empty. */
  readonly keys: readonly ComparedWindow[];
  /** k, [queries, keys]. */
  readonly values: Float64Array;
  /** Whether every position is told by itself, because v depends on where its window is. */
  readonly byPosition: boolean;
  /** How many asking windows, or positions, the sequence has. */
  readonly distinct: number;
  /** The lags that the order goes by, ascending: those of the leading subset; where there is no selector, of all heads. */
  readonly lags: readonly number[];
}

/** Rows and columns at most, where nothing else is asked for. */
const mostWindows = 60;

/**
 * Of the windows of a sequence the most frequent ones, of positions the last; always the sequence's own next one.
 * @param parameters the whole vector, as `layoutOf` lays it out
 * @param tokens x_1 … x_L, values 0 … d−1
 * @throws RangeError for more positions than an `absolute` model knows
 */
export function windowSimilarity(
  model: Model,
  parameters: Float64Array,
  tokens: Uint8Array,
  most = mostWindows,
): WindowSimilarity {
  const weights = weightsOf(model, parameters);
  const lags = countingLags(model, parameters);
  const byPosition = model.family === "absolute";
  const all = windowsOf(model, tokens, byPosition, false);
  const queries = chosen(all, most, lags);
  const keys = looksAtItself(model) ? chosen(windowsOf(model, tokens, false, true), most, lags) : queries;
  const values = valuesOfWindows(model, weights, tokens, [...keys, ...queries]);
  const rows = { keys: keys.length, queries: queries.length };
  return {
    ...{ queries, keys, byPosition, lags, distinct: all.length },
    values: kernelOf(model, weights, values, rows),
  };
}

/** Those of the subsets that weigh about as much as the leading one; where nothing selects, all that are read. */
function countingLags(model: Model, parameters: Float64Array): readonly number[] {
  const heads = describeHeads(model, parameters);
  if (!hasSelector(model)) return lagsOf(heads, { heads: Array.from(heads.keys()) });
  return lagsOf(heads, { heads: leadingHeads(describeSubsets(model, parameters)) });
}

/** @param withOwn of keys, which stand at a token, other than the output */
function windowsOf(
  model: Model,
  tokens: Uint8Array,
  byPosition: boolean,
  withOwn: boolean,
): ComparedWindow[] {
  const found = new Map<string, ComparedWindow>();
  const end = withOwn ? tokens.length : tokens.length + 1;
  // Through several layers heads see windows of windows.
  const reach = (model.window * model.heads) / headsOfLayer(model);
  for (let position = firstKeyOf(model); position < end; position++) {
    const window = tokens.slice(Math.max(0, position - reach), position);
    const own = withOwn ? tokens[position] : null;
    const name = byPosition ? String(position) : `${window.join()} ${own}`;
    const count = (found.get(name)?.count ?? 0) + 1;
    found.set(name, { tokens: window, own, count, position });
  }
  return Array.from(found.values());
}

function chosen(
  windows: readonly ComparedWindow[],
  most: number,
  lags: readonly number[],
): readonly ComparedWindow[] {
  const next = windows.reduce((last, one) => (one.position > last.position ? one : last), windows[0]);
  const byCount = windows.toSorted(
    (a, b) => Number(b === next) - Number(a === next) || b.count - a.count || b.position - a.position,
  );
  return byCount.slice(0, most).sort((a, b) => inOrder(a, b, lags));
}

/** By the tokens at the lags that count, then by the others, the nearest first. */
function inOrder(one: ComparedWindow, other: ComparedWindow, lags: readonly number[]): number {
  const reach = Math.max(one.tokens.length, other.tokens.length);
  const rest = Array.from({ length: reach }, (_, at) => at + 1).filter((lag) => !lags.includes(lag));
  for (const lag of [...lags, ...rest]) {
    const order = (one.tokens.at(-lag) ?? -1) - (other.tokens.at(-lag) ?? -1);
    if (order !== 0) return order;
  }
  return (one.own ?? -1) - (other.own ?? -1) || one.position - other.position;
}

/** v, [windows, count, size]. */
function valuesOfWindows(
  model: Model,
  weights: Weights,
  tokens: Uint8Array,
  windows: readonly ComparedWindow[],
): Float64Array {
  const { count, size } = valueShape(model);
  const values = new Float64Array(windows.length * count * size);
  if (model.family === "deep" || model.family === "absolute") {
    const sequence = new Uint8Array(tokens.length + 1);
    sequence.set(tokens);
    const all = valuesOf(model, weights, sequence);
    windows.forEach(({ position }, row) => {
      const from = position * count * size;
      values.set(all.subarray(from, from + count * size), row * count * size);
    });
    return values;
  }
  windows.forEach((window, row) => writeValue(model, weights, window, values, row * count * size));
  return values;
}

function writeValue(
  model: WindowedModel,
  weights: Weights,
  { tokens, own }: ComparedWindow,
  values: Float64Array,
  at: number,
): void {
  windowValue(model, weights, { own: own ?? -1, lags: tokens.toReversed() }, values, at);
}

/** k, [queries, keys]. @param values of the keys, and behind them of the queries */
function kernelOf(
  model: Model,
  weights: Weights,
  values: Float64Array,
  { keys, queries }: { readonly keys: number; readonly queries: number },
): Float64Array {
  const select = selectorOf(model, weights.subsetWeights);
  const kernel = new Float64Array(Math.ceil(keys / abreast) * abreast);
  const similarities = new Float64Array(valueShape(model).count * kernel.length);
  const all = new Float64Array(queries * keys);
  for (let query = 0; query < queries; query++) {
    compareWith(model, values, keys + query, [0, keys], similarities);
    select(similarities, 0, keys, kernel);
    all.set(kernel.subarray(0, keys), query * keys);
  }
  return all;
}
