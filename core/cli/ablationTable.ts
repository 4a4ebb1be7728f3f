/** An ablation as a table: what is removed, the loss without it, and what that costs with its 95 % interval. */
import type { AblationStudy, AblationVariant, KnockOut } from "../studies";
import { halfWidth, type Estimate } from "../theory";
import { decimal } from "./numbers";
import { tableLines } from "./table";

/** One part of the table: a heading and its rows, which stand under those of other parts if `width` is theirs too. */
export interface Part {
  readonly heading: string;
  readonly rows: readonly Row[];
}

export interface Row {
  readonly title: string;
  readonly loss: number;
  /** Null for what all others are held against. */
  readonly cost: Estimate | null;
  /** Half the width of the cost's 95 % interval. */
  readonly half: number;
  readonly remark: string;
}

/** @param width of the first column, at least */
export function partLines({ heading, rows }: Part, width: number): string[] {
  const head = [heading.padEnd(width), "loss", "cost", "95 %", ""];
  const cells = rows.map(({ title, loss, cost, half, remark }) => [
    title,
    decimal(loss),
    cost ? signed(cost.mean) : "",
    cost && Number.isFinite(half) ? `± ${half.toFixed(costDigits)}` : "",
    remark,
  ]);
  return tableLines([head, ...cells], { right: [1, 2, 3] });
}

export function knockOutPart({ intact, knockOuts }: AblationStudy, shown: (id: string) => boolean): Part {
  const rows = knockOuts.filter(({ id }) => shown(id)).map(knockOutRow);
  const first = { title: "Intact", loss: intact.mean, cost: null, half: NaN, remark: "" };
  return { heading: "Knocked out of the trained model", rows: [first, ...rows] };
}

function knockOutRow({ title, loss, cost }: KnockOut): Row {
  const half = halfWidth(cost);
  return { title, loss: loss.mean, cost, half, remark: remarkOn(cost, half) };
}

export function variantPart(study: AblationStudy, shown: (id: string) => boolean): Part {
  const rows = study.variants
    .filter(({ id }) => id === "baseline" || shown(id))
    .map((variant) => variantRow(variant, costHalfWidth(study, variant)));
  return { heading: "Trained without it", rows };
}

function variantRow({ title, members, cost }: AblationVariant, half: number): Row {
  const losses = members.map(({ loss }) => loss).filter((loss) => Number.isFinite(loss));
  const failed = members.length - losses.length;
  return {
    title,
    loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
    cost,
    half,
    remark: [
      ...(failed > 0 ? [`${failed} of ${members.length} failed`] : []),
      ...(cost && losses.length > 1 ? [remarkOn(cost, half)] : []),
    ]
      .filter((text) => text !== "")
      .join(", "),
  };
}

/** By Student's t, of so few seeds as ended both with and without it; NaN for a single one, and for the baseline. */
export function costHalfWidth({ variants }: AblationStudy, { cost, members }: AblationVariant): number {
  const ended = (of: AblationVariant["members"]) => of.filter(({ loss }) => Number.isFinite(loss));
  const before = new Set(ended(variants[0].members).map(({ seed }) => seed));
  const pairs = ended(members).filter(({ seed }) => before.has(seed));
  return cost ? halfWidth(cost, pairs.length) : NaN;
}

/** What is less than any digit shown. */
const nothing = 0.5e-5;

function remarkOn({ mean }: Estimate, half: number): string {
  if (Math.abs(mean) < nothing && half < nothing) return "no difference";
  return Math.abs(mean) > half ? "" : "not clear";
}

/** Some parts are worth little, and are sure to be. */
const costDigits = 5;

function signed(value: number): string {
  const digits = Math.abs(value).toFixed(costDigits);
  if (Number(digits) === 0) return digits;
  return `${value > 0 ? "+" : "−"}${digits}`;
}
