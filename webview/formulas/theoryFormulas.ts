/** Where theory's numbers come from: how long selection takes. */
import { t } from "@vscode/l10n";
import type { Formula } from "./formula";
import { fraction, indexed, number, row, symbol } from "./maths";

export interface SelectionTime {
  /** C_D(0). */
  readonly coefficientNorm: number;
  /** a(0). */
  readonly scale: number;
  /** L. */
  readonly sequenceLength: number;
  /** ΔĨ. */
  readonly gap: number;
  /** t_1 as predicted. */
  readonly value: number;
}

/** t_1, up to a constant that theory does not tell. */
export function selectionTimeFormula(of: SelectionTime): Formula {
  const { coefficientNorm, scale, sequenceLength, gap, value } = of;
  return {
    name: t("time t₁ that selection takes, up to a constant"),
    symbol: indexed("t", "1"),
    written: fraction(
      row(indexed("C", "D"), "(", "0", ")", symbol("log"), "L"),
      row("a", "(", "0", ")", "Δ", symbol("Ĩ")),
    ),
    numbers: fraction(
      row(number(coefficientNorm), "·", symbol("log"), number(sequenceLength, String(sequenceLength))),
      row(number(scale), "·", number(gap)),
    ),
    value,
    notes: [
      t("C_D(0) = Σ c² and a(0) are as they were before the first step; L is the sequences' length."),
      t("ΔĨ is how far the most informative set of lags is ahead of the next."),
      t("It is of this order: theory leaves a constant open."),
    ],
    source: t("arXiv 2409.10559, section III: stage I, parent selection"),
  };
}
