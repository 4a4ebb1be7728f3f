/** A line of mathematics as plain data: symbols as the paper writes them, or numbers put in. Drawn by mathml.ts. */
import { t } from "@vscode/l10n";
import { decimal } from "../words";

export type Maths =
  | { readonly kind: "symbol"; readonly text: string }
  /** Put in: shown as people read it, kept in full. */
  | { readonly kind: "number"; readonly value: number; readonly text: string }
  | { readonly kind: "operator"; readonly text: string }
  | { readonly kind: "words"; readonly text: string }
  | { readonly kind: "row"; readonly parts: readonly Maths[] }
  | { readonly kind: "fraction"; readonly over: Maths; readonly under: Maths }
  | { readonly kind: "scripts"; readonly base: Maths; readonly below?: Maths; readonly above?: Maths }
  /** Σ or Π. */
  | { readonly kind: "each"; readonly sign: "∑" | "∏"; readonly below?: Maths; readonly above?: Maths }
  | { readonly kind: "root"; readonly of: Maths };

export const symbol = (text: string): Maths => ({ kind: "symbol", text });
export const operator = (text: string): Maths => ({ kind: "operator", text });
export const words = (text: string): Maths => ({ kind: "words", text });
export const row = (...parts: readonly (Maths | string)[]): Maths => ({
  kind: "row",
  parts: parts.map(asMaths),
});
export const fraction = (over: Maths, under: Maths): Maths => ({ kind: "fraction", over, under });
export const root = (of: Maths): Maths => ({ kind: "root", of });
export const number = (value: number, text = decimal(value)): Maths => ({ kind: "number", value, text });

/** `indexed("σ", "i", "(h)")`: what stands below, and what above. */
export function indexed(base: Maths | string, below?: Maths | string, above?: Maths | string): Maths {
  return {
    kind: "scripts",
    base: asMaths(base),
    ...(below !== undefined && { below: asMaths(below) }),
    ...(above !== undefined && { above: asMaths(above) }),
  };
}

/** e to the power. */
export const exponential = (power: Maths | string): Maths => indexed("e", undefined, power);

export function sumOver(below: Maths | string, above?: Maths | string): Maths {
  return {
    ...{ kind: "each", sign: "∑", below: asMaths(below) },
    ...(above !== undefined && { above: asMaths(above) }),
  };
}

export const productOver = (below: Maths | string): Maths => ({
  kind: "each",
  sign: "∏",
  below: asMaths(below),
});

/** One of many that are added. */
export interface Term {
  readonly maths: Maths;
  readonly value: number;
}

/** The largest terms in their order, and the others together: `0.1 + 0.2 + 0.05 (87 more)`. */
export function longSum(terms: readonly Term[], most = 4): Maths {
  if (terms.length === 0) return number(0, "0");
  const shown = terms.length <= most + 1 ? terms : largest(terms, most);
  const others = terms.filter((term) => !shown.includes(term));
  const parts = shown.flatMap(({ maths }, at) => (at === 0 ? [maths] : [operator("+"), maths]));
  if (others.length === 0) return row(...parts);
  const rest = others.reduce((sum, { value }) => sum + value, 0);
  return row(...parts, ...added(rest), words(moreWords(others.length)));
}

function added(value: number): readonly (Maths | string)[] {
  return value < 0 ? ["−", number(-value)] : ["+", number(value)];
}

/** Said behind a sum of terms that are not shown one by one. */
function moreWords(count: number): string {
  return t("({0} more)", count);
}

function largest(terms: readonly Term[], most: number): readonly Term[] {
  const chosen = new Set(terms.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, most));
  return terms.filter((term) => chosen.has(term));
}

/** Short texts as they are written most: letters are symbols, what joins them is an operator. */
function asMaths(part: Maths | string): Maths {
  if (typeof part !== "string") return part;
  return /[\p{L}\p{N}]/u.test(part) ? symbol(part) : operator(part);
}
