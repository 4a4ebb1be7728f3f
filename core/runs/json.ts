/**
 * Numbers in JSON: NaN and the infinities, which JSON lacks, are written as the strings "NaN", "Infinity" and
 * "-Infinity" (the spelling of Zarr, and one that Python's float() reads), so that no file loses a diverged loss.
 */
import { z } from "zod";

const nonFinite = ["NaN", "Infinity", "-Infinity"] as const;

/** JSON of `value`, on one line unless `indent` is given. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, nonFiniteAsString, indent);
}

/** What `jsonText` wrote for a number; undefined for anything else. */
export function jsonNumber(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return nonFinite.some((spelling) => spelling === value) ? Number(value) : undefined;
}

/** A number as `jsonText` writes it. */
export const numberSchema = z.union([z.number(), z.enum(nonFinite).transform(Number)]);

function nonFiniteAsString(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
