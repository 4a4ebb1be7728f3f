/** The law of the plateau's length over a sweep, in lines: each exponent beside the one that was expected. */
import { plateauLawSentences, twoDigits, type PlateauLaw } from "../inspect";
import { tableLines } from "./table";

export function plateauLawLines(law: PlateauLaw): string[] {
  const rows = law.exponents.map(({ title, value, interval, hypothesis, holds }) => [
    title,
    twoDigits(value),
    `${twoDigits(interval[0])} to ${twoDigits(interval[1])}`,
    twoDigits(hypothesis),
    holds ? "within" : "outside",
  ]);
  return [
    "Length of the plateau T_II, exponents:",
    ...tableLines([["", "fitted", "95 %", "hypothesis", ""], ...rows], { right: [1, 2, 3] }),
    ...plateauLawSentences(law),
  ];
}
