/**
 * How a model and a length of sequences are laid out for the kernels: sizes of workgroups, scratch and results, and the
 * constants that programs are compiled with. Only numbers; nothing here touches a device.
 */
import { firstWindowLength, type DisentangledModel } from "../../model";

export interface Shape {
  readonly model: DisentangledModel;
  readonly sequenceLength: number;
  /** Invocations of a workgroup, keys of a tile. */
  readonly tile: number;
  /** Columns of results that are summed over a tile at once, and how many invocations share a column. */
  readonly columns: number;
  readonly parts: number;
  /** Lags up to the last that any head may attend; those beyond have no weight. */
  readonly lags: number;
  /** Cells of the query's values [H, d] in a workgroup's own memory; 0 where they do not fit. */
  readonly localQuery: number;
  /** Cells of results in a workgroup's own memory; 0 where they do not fit. */
  readonly localSums: number;
  /** Floats of σ [lengths, H, lags]. */
  readonly sigmaSize: number;
  /** Numbers that a step returns: loss, ∂a, G_S [|𝒮|], ∂σ of whole windows and ∂w by shorter ones [H, lags] each. */
  readonly outputs: number;
  /** 32-bit words of a sequence of tokens. */
  readonly rowWords: number;
  /** Floats of scratch, and of results before they are summed, for each workgroup. */
  readonly scratchFloats: number;
  readonly partialFloats: number;
}

/** Floats. Together with what else they hold, workgroups stay below the 16 KiB that every device has. */
const MOST_LOCAL = 1536;
const MOST_CELLS = 1024;
const MOST_COLUMNS = 16;

export function shapeOf(model: DisentangledModel, sequenceLength: number): Shape {
  const { heads, alphabetSize, subsets } = model;
  const keys = sequenceLength - firstWindowLength(model);
  const tile = keys <= 32 ? 32 : keys <= 512 ? 64 : 128;
  const lags = lastAllowedLag(model);
  const columns = Math.min(MOST_COLUMNS, MOST_CELLS / tile, Math.max(lags, subsets.length));
  const parts = Math.floor(tile / columns);
  const lengths = model.boundary === "truncate" ? model.window + 1 : 1;
  const outputs = 2 + subsets.length + 2 * heads * lags;
  const queryCells = heads * alphabetSize;
  const localQuery = queryCells <= MOST_LOCAL ? queryCells : 0;
  const partialFloats = (parts + 1) * outputs;
  return {
    model,
    sequenceLength,
    tile,
    columns,
    parts,
    lags,
    localQuery,
    localSums: localQuery + partialFloats <= MOST_LOCAL ? partialFloats : 0,
    sigmaSize: lengths * heads * lags,
    outputs,
    rowWords: rowWordsOf(sequenceLength),
    scratchFloats: sequenceLength * (2 + heads) + (localQuery ? 0 : queryCells),
    partialFloats,
  };
}

/** Words of a row of tokens, the target included, four tokens a word. */
export function rowWordsOf(sequenceLength: number): number {
  return Math.ceil((sequenceLength + 1) / 4);
}

/** At least 1, so that no array is empty. */
function lastAllowedLag({ heads, window, lagMask }: DisentangledModel): number {
  for (let lag = window; lag > 1; lag--) {
    for (let head = 0; head < heads; head++) if (lagMask[head * window + lag - 1]) return lag;
  }
  return 1;
}

/** Multiply-adds of one sequence, about; what a dispatch may cost is measured in them. */
export function workOf({ model, sequenceLength, lags }: Shape): number {
  const keys = sequenceLength - firstWindowLength(model);
  return keys * model.heads * (4 * lags + 4 * model.subsets.length) + model.heads * model.alphabetSize * lags;
}

/** What of a gradient a program computes. */
export interface Wants {
  readonly gradient: boolean;
  readonly lags: boolean;
  readonly subsets: boolean;
}

/** Constants of the program `sequences`. */
export function sequenceConstants(
  shape: Shape,
  wants: Wants,
): Readonly<Record<string, string | number | boolean>> {
  const { model, tile, columns, parts, lags, localQuery, localSums, sigmaSize, outputs, rowWords } = shape;
  const isNormalized = model.normalizeValues === "l2";
  return {
    TOKENS: model.alphabetSize,
    HEADS: model.heads,
    WINDOW: model.window,
    LAGS: lags,
    SUBSETS: model.subsets.length,
    LENGTH: shape.sequenceLength,
    FIRST: firstWindowLength(model),
    TILE: tile,
    COLUMNS: columns,
    PARTS: parts,
    OUTPUTS: outputs,
    ROW_WORDS: rowWords,
    SIGMA_SIZE: sigmaSize,
    QUERY_IS_LOCAL: localQuery > 0,
    LOCAL_QUERY_CELLS: Math.max(1, localQuery),
    SUMS_ARE_LOCAL: localSums > 0,
    LOCAL_SUMS: Math.max(1, localSums),
    VALUE_CELLS: isNormalized ? model.alphabetSize : 1,
    NORMALIZED: isNormalized,
    LOG_LOSS: model.loss === "log",
    EPSILON: `f32(${model.epsilon})`,
    WANTS_GRADIENT: wants.gradient,
    WANTS_LAGS: wants.lags,
    WANTS_SUBSETS: wants.subsets,
  };
}
