/** Values of fields and measures as people read them. */
import type { MemberValue } from "../../core/protocol";
import { decimal, grouped, unknown } from "../words";
import type { SweepColumn } from "./columns";

/** `0.05`, `1e−4`, `adam`: as it stands in an experiment, but for digits beyond the fourth. */
export function fieldText(value: MemberValue): string {
  if (value === null) return unknown;
  if (typeof value !== "number") return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return withMinus(String(value));
  return withMinus(String(Number(value.toPrecision(4))).replace("e+", "e"));
}

/** `0.6502`, `12,345`, `[1,2]`. */
export function measureText(value: MemberValue): string {
  if (value === null) return unknown;
  if (typeof value !== "number") return String(value);
  return Number.isInteger(value) ? withMinus(grouped(value)) : decimal(value);
}

export function columnText({ kind }: SweepColumn, value: MemberValue): string {
  return kind === "field" ? fieldText(value) : measureText(value);
}

function withMinus(text: string): string {
  return text.replaceAll("-", "−");
}
