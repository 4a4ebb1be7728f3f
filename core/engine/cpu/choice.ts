/**
 * Which path for which data? Both cost time in proportion to things that can be counted, so the choice follows from
 * counts — never from a stopwatch, which would make equal seeds take different paths and so different bits.
 */
import { sliceTokens, type TokenSet } from "../../data";
import { firstWindowLength } from "../../model";
import type { KernelModel } from "./kernelModel";
import { cutWindow } from "./directJob";
import { headVectorsOf, modelWords, valueRowBytes } from "./plan";
import { buildWindowTable, type WindowTable } from "./windowTable";

export type Path = "table" | "direct";

export type Choice =
  | { readonly path: "table"; readonly table: WindowTable; readonly reason: string }
  | { readonly path: "direct"; readonly reason: string };

/** There are too many windows for values of each. */
export class WindowsError extends RangeError {
  override readonly name = "WindowsError";
}

/**
 * Nanoseconds on one core of a 2025 server CPU, fitted to `npm run bench -- growth`; only their ratios matter.
 * What is written out in the kernels (three heads in pairs, d ≤ 4, d = 3 in one or two blocks) costs less.
 */
function costsOf(model: KernelModel) {
  const { alphabetSize: d, window } = model;
  const words = modelWords(model);
  const vectors = headVectorsOf(model);
  const { components, blockCount } = cutWindow(model);
  const selector = words.threeHeadsInPairs ? 2 : 2 * model.subsets.length;
  const writtenOut = vectors === 1 && components === 2 && blockCount <= 2 && model.normalizeValues === "none";
  return {
    window: 4 * window * vectors,
    pair: (d <= 4 && vectors === 1 ? 1 : 2) * d * vectors + selector,
    entry: d <= 4 ? 1.7 : 3.5,
    /** A key on the direct path. */
    key: (writtenOut ? 5 : 2.2 * components * blockCount * vectors) + selector,
  };
}

/** Sequences that tell whether a table is worth building. */
const SAMPLE = 512;

/** Tables of window values larger than this do not pay: every pair would wait for memory. */
const MOST_VALUE_BYTES = 2 ** 28;

/** @throws RangeError when `wanted` is "table" and the data cannot be indexed. */
export function choosePath(model: KernelModel, data: TokenSet, wanted: "auto" | Path): Choice {
  if (model.valuesGiven) return valuedChoice(model, data, wanted);
  if (wanted === "direct") return { path: "direct", reason: "asked for" };
  const cost = costsOf(model);
  const keys = data.sequenceLength - firstWindowLength(model);
  if (wanted === "auto" && data.count > 2 * SAMPLE) {
    const sample = buildWindowTable(model, sliceTokens(data, 0, SAMPLE));
    // In a small sample most pairs are new, so only the entries are held against it.
    if (!sample || sample.counts.entries * cost.entry > SAMPLE * keys * cost.key) {
      return { path: "direct", reason: `windows hardly repeat within sequences (${SAMPLE} looked at)` };
    }
  }
  const table = buildWindowTable(model, data);
  if (!table) {
    if (wanted === "auto") return { path: "direct", reason: "a query has more than 65,536 key windows" };
    throw new RangeError(
      'engine.path "table": a query of this data set has more than 65,536 key windows; use "auto"',
    );
  }
  const { pairs, entries, windows } = table.counts;
  const reason = `${grouped(pairs)} window pairs and ${grouped(entries)} entries for ${grouped(data.count * keys)} keys`;
  if (wanted === "table") return { path: "table", table, reason: `asked for; ${reason}` };
  const nanoseconds = windows * cost.window + pairs * cost.pair + entries * cost.entry;
  if (nanoseconds > data.count * keys * cost.key || windows * valueRowBytes(model) > MOST_VALUE_BYTES) {
    return { path: "direct", reason: `windows hardly repeat: a table would have ${reason}` };
  }
  return { path: "table", table, reason };
}

/** Values that come from the host come window by window: there is no other path. */
function valuedChoice(model: KernelModel, data: TokenSet, wanted: "auto" | Path): Choice {
  if (wanted === "direct") {
    throw new RangeError(
      'engine.path "direct": this model\'s kernels know windows only; use "auto" or "table"',
    );
  }
  const table = buildWindowTable(model, data);
  if (table && table.counts.windows * valueRowBytes(model) <= MOST_VALUE_BYTES) {
    const { pairs, entries, windows } = table.counts;
    const reason = `${grouped(windows)} windows, ${grouped(pairs)} pairs and ${grouped(entries)} entries`;
    return { path: "table", table, reason };
  }
  throw new WindowsError(
    "the windows of these data hardly repeat, so that this model's kernels cannot hold them: use a smaller model.window, " +
      'alphabet or data set, or engine.kind "reference"',
  );
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}
