/** Numbers and sets as findings tell them. */
import type { SubsetDescription } from "../inspect";

/** Four digits, without a tail of zeros: `0.6502`, `1,000`, `1.2e-5`. */
export function decimal(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || value === 0) return String(value);
  if (size < 0.001 || size >= 1e7) return value.toExponential(1).replace(".0e", "e").replace("e+", "e");
  return Number(value.toPrecision(4)).toLocaleString("en-US", { maximumFractionDigits: 6 });
}

/** A loss, a weight or a probability: four decimals where that says something. */
export function fixed(value: number): string {
  return Math.abs(value) >= 0.001 && Math.abs(value) < 1e4 ? value.toFixed(4) : decimal(value);
}

export function withError({ mean, standardError }: { mean: number; standardError: number }): string {
  return `${fixed(mean)} ± ${fixed(standardError)}`;
}

/** `1 step`, `2,000 steps`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

/** `1`, `1 and 2`, `1, 2 and 3`. */
export function listed(parts: readonly (string | number)[]): string {
  return parts.length < 2
    ? parts.join("")
    : `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1]}`;
}

/** `0.5000 on {head 1 · lag 1, head 2 · lag 2}` */
export function weightOf({ weight, name, heads }: SubsetDescription): string {
  return `${fixed(weight)} on ${heads.length === 0 ? "the empty set" : name}`;
}

/** A number to try: one digit is enough. */
export function rounded(value: number): number {
  return Number(value.toPrecision(1));
}
