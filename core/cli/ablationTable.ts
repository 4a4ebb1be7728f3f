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

export function variantPart({ variants }: AblationStudy, shown: (id: string) => boolean): Part {
  const rows = variants.filter(({ id }) => id === "baseline" || shown(id)).map(variantRow);
  return { heading: "Trained without it", rows };
}

function variantRow(variant: AblationVariant): Row {
  const { title, members, cost } = variant;
  const losses = members.map(({ loss }) => loss).filter((loss) => Number.isFinite(loss));
  const half = costHalfWidth(variant);
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

/** By Student's t, of so few seeds as there are; NaN for a single one, and for the baseline. */
export function costHalfWidth({ cost, members }: AblationVariant): number {
  const ended = members.filter(({ loss }) => Number.isFinite(loss)).length;
  return cost ? halfWidth(cost, ended) : NaN;
}

function remarkOn({ mean }: Estimate, half: number): string {
  if (mean === 0 && half === 0) return "no difference";
  return Math.abs(mean) > half ? "" : "not clear";
}

/** Some parts are worth little, and are sure to be. */
const costDigits = 5;

function signed(value: number): string {
  const digits = value.toFixed(costDigits);
  return value > 0 ? `+${digits}` : digits.replace("-", "−");
}
