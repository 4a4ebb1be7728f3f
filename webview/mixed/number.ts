/** A number of the mixed target's trace: drawn as people read it, and telling by its formula where it comes from. */
import { html, type TemplateResult } from "lit";
import type { Formula } from "../formulas";

/** In full, how it is written, and what stands behind it. */
export type NumberOf = readonly [value: number, format: (value: number) => string, formula: () => Formula];

export function formulaNumber(...[value, format, formula]: NumberOf): TemplateResult {
  return html`<induction-number
    .value=${value}
    .text=${format(value)}
    .formula=${formula}
  ></induction-number>`;
}
