/**
 * The rows that a sequence of scalars is drawn as, one bar a position, as plain data: the tokens, what layer 1 brings,
 * and the attention of each head. Drawn on the page by rows.ts and for files by rowsFigure.ts.
 */
import { t } from "@vscode/l10n";
import { copierAttentionAt, mostAttended, type MixedCircuit } from "../../core/inspect";
import { scalarName, share } from "../words";

export interface BarRow {
  readonly name: string;
  /** [L]; NaN where the row says nothing of a position. */
  readonly values: Float64Array;
  /** Drawn as an outline over the bars; null where there is nothing to compare with. */
  readonly wanted: Float64Array | null;
  /** Signed rows have their 0 in the middle. */
  readonly signed: boolean;
  /** The size that fills the row. */
  readonly most: number;
  /** By place in the theme's series. */
  readonly colour: number | "muted";
}

/** Positions that are marked below the tokens, 0-based. */
export interface Marks {
  /** x_L, which asks. */
  readonly asks: number;
  /** x_{L−2}, which the 4-gram needs. */
  readonly lazy: number;
  /** What the target attends to most: behind the tokens that go best with x_L. */
  readonly matches: readonly number[];
}

/** What is written below each marked position, which may be marked as several things. */
export function markWords({ asks, lazy, matches }: Marks): ReadonlyMap<number, string> {
  const words = new Map(matches.map((at) => [at, "▾"]));
  words.set(lazy, `${words.get(lazy) ?? ""}▲`);
  return words.set(asks, "●");
}

/** Matches that are marked. */
const mostMatches = 3;

/** @param position 0-based: its attention in layer 1 is shown */
export function rowsOf(circuit: MixedCircuit, position: number): readonly BarRow[] {
  const { tokens, copied, lazyAttention, richAttention, wantedAttention } = circuit;
  return [
    row(t("tokens x"), tokens, { signed: true, colour: "muted" }),
    row(t("layer 1 brings y"), copied, { signed: true, colour: 2 }),
    row(t("layer 1, attention of {0}", scalarName(position)), copierRow(circuit, position), { colour: 2 }),
    row(t("head A, attention"), lazyAttention, { colour: 0 }),
    row(t("head B, attention; outlined: the target's own"), richAttention, {
      colour: 1,
      wanted: wantedAttention,
    }),
  ];
}

/** `tokens x, up to 2.310`: bars fill their row. */
export function rowTitle({ name, most }: BarRow): string {
  return t("{0} (a full bar is {1})", name, share(most));
}

export function marksOf(circuit: MixedCircuit): Marks {
  const { length } = circuit.tokens;
  return {
    asks: length - 1,
    lazy: length - 3,
    matches: mostAttended(circuit, circuit.wantedAttention, mostMatches).map(({ position }) => position),
  };
}

/** Layer 1's attention by position, [L]; NaN at the position itself and behind it. */
export function copierRow(circuit: MixedCircuit, position: number): Float64Array {
  const values = new Float64Array(circuit.tokens.length).fill(NaN);
  copierAttentionAt(circuit, position).forEach((weight, lag) => (values[position - 1 - lag] = weight));
  return values;
}

/** The bars as one path in a box of L × 1, down from its top. Where a bar would be too thin to see nothing is drawn. */
export function barsPath({ values, signed, most }: BarRow): string {
  const zero = signed ? 0.5 : 1;
  const scale = (signed ? 0.5 : 1) / most;
  let path = "";
  for (let at = 0; at < values.length; at++) {
    const size = values[at] * scale;
    if (Math.abs(size) > leastSeen)
      path += `M${at + 0.1} ${zero}v${(-size).toFixed(4)}h.8v${size.toFixed(4)}z`;
  }
  return path;
}

/** The outline of `wanted` in the same box. */
export function outlinePath({ wanted, most }: BarRow): string {
  if (!wanted) return "";
  let path = "M0 1";
  wanted.forEach((value, at) => (path += `V${(1 - value / most).toFixed(4)}H${at + 1}`));
  return `${path}V1`;
}

const leastSeen = 0.002;

function row(name: string, values: Float64Array, more: Partial<BarRow>): BarRow {
  const { wanted = null, signed = false, colour = "muted" } = more;
  let most = 0;
  for (const column of [values, wanted ?? []]) {
    for (const value of column) if (Math.abs(value) > most) most = Math.abs(value);
  }
  return { name, values, wanted, signed, colour, most: most || 1 };
}
