/** What an attention map says: the names along its edges, and its cells in words. */
import { t } from "@vscode/l10n";
import { html, type TemplateResult } from "lit";
import { tokenName } from "../../core/inspect";
import { looksAtItself } from "../../core/model";
import type { Cell, Heat, Labels } from "../heat";
import { grouped, share } from "../words";
import type { MapWish } from "./runMap";

/** Tokens; the output's own is not known to the model. */
export function mapLabels(tokens: Uint8Array, alphabetSize: number): Labels {
  const name = (position: number) => tokenName(tokens[position], alphabetSize);
  return { row: (row) => (row < tokens.length ? name(row) : "→"), column: name };
}

export interface CellSentence {
  readonly text: (cell: Cell) => string;
  /** With the exact value. */
  readonly line: (cell: Cell) => TemplateResult;
}

export function cellSentence({ tokens, circuit, head }: MapWish, heat: Heat): CellSentence {
  const seesItself = head !== null && looksAtItself(circuit.model);
  const where = ({ row, column }: Cell) =>
    t(
      "{0} → place {1} ({2}), {3}",
      row < tokens.length ? t("place {0}", grouped(row + 1)) : t("the output, place {0}", grouped(row + 1)),
      grouped(column + 1),
      tokenName(tokens[column], circuit.model.alphabetSize),
      whereabouts(row, column, seesItself),
    );
  /** Null: not computed yet. */
  const valueOf = ({ row, column }: Cell) =>
    column < row && heat.reach?.(row) === 0 ? null : heat.values[row * heat.columns + column];
  return {
    text: (cell) => {
      const value = valueOf(cell);
      return `${where(cell)}: ${value === null ? "…" : share(value)}`;
    },
    line: (cell) => {
      const value = valueOf(cell);
      return html`${where(cell)}: ${value === null ? "…" : html`<data value=${value}>${share(value)}</data>`}`;
    },
  };
}

function whereabouts(row: number, column: number, seesItself: boolean): string {
  if (column < row) return t("{0} back", grouped(row - column));
  return column === row && seesItself ? t("its own token") : t("not before it");
}
