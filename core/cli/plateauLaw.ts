/** The law of the plateau's length over a sweep, in lines: each exponent beside the one that was expected. */
import { plateauLawSentences, twoDigits, type PlateauLaw } from "../inspect";
import { tableLines } from "./table";

/** @param theory the law that theory's own T_II follow over the same runs */
export function plateauLawLines(law: PlateauLaw, theory: PlateauLaw | null): string[] {
  const rows = law.exponents.map(({ factor, title, value, interval, hypothesis, holds }) => {
    const expected = theory?.exponents.find((each) => each.factor === factor);
    return [
      title,
      twoDigits(value),
      `${twoDigits(interval[0])} to ${twoDigits(interval[1])}`,
      ...(theory ? [expected ? twoDigits(expected.value) : "—"] : []),
      twoDigits(hypothesis),
      holds ? "within" : "outside",
    ];
  });
  const head = ["", "fitted", "95 %", ...(theory ? ["by theory"] : []), "hypothesis", ""];
  return [
    "Length of the plateau T_II, exponents:",
    ...tableLines([head, ...rows], { right: [1, 2, 3, 4].slice(0, theory ? 4 : 3) }),
    ...plateauLawSentences(law),
    ...(theory ? [theorySentence] : []),
  ];
}

const theorySentence =
  "By theory: T_II of gradient descent on the mean losses, followed from each run's own beginning and fitted alike.";
