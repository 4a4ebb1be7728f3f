/** Informations and stationary laws from core/theory, and how far they are from reference values. */
import { contextsOf, planInformations, stationaryLaw, TheoryError, tokenLaw } from "../../theory";
import { relativeError } from "./compute";
import type { InformationCase } from "./informationFormat";
import { subsetKey } from "./shapes";

/**
 * The largest error of every quantity over all cases, relative to the largest entry of its list.
 * @throws RangeError where a chain has no stationary law, or a case is too large
 */
export function informationErrors(cases: readonly InformationCase[]): ReadonlyMap<string, number> {
  try {
    const errors = new Map<string, number>();
    for (const given of cases) {
      for (const [name, error] of caseErrors(given)) errors.set(name, Math.max(errors.get(name) ?? 0, error));
    }
    return errors;
  } catch (error) {
    if (error instanceof TheoryError) throw new RangeError(error.message, { cause: error });
    throw error;
  }
}

function caseErrors({ alphabet, parents, window, ...given }: InformationCase): (readonly [string, number])[] {
  const { transitions, information, stationaryToken } = given;
  const contexts = contextsOf({ alphabetSize: alphabet, parents });
  const plan = planInformations(contexts, window, Math.max(...information.map(({ lags }) => lags.length)));
  const chi2 = new Float64Array(plan.sets.length);
  const modifiedChi2 = new Float64Array(plan.sets.length);
  const tokens = transitions.flatMap((rows) => {
    const matrix = Float64Array.from(rows.flat());
    const law = stationaryLaw(contexts, matrix).probabilities;
    const found = plan.of(matrix, law);
    found.chi2.forEach((value, set) => (chi2[set] += value / transitions.length));
    found.modifiedChi2.forEach((value, set) => (modifiedChi2[set] += value / transitions.length));
    return Array.from(tokenLaw(contexts, law));
  });
  const keys = plan.sets.map(subsetKey);
  const places = information.map(({ lags }) => keys.indexOf(subsetKey(lags)));
  const errorOf = (found: Float64Array, expected: readonly number[]): number =>
    relativeError(
      Float64Array.from(places, (place) => found[place]),
      Float64Array.from(expected),
    );
  return [
    ...(stationaryToken
      ? [
          [
            "stationaryToken",
            relativeError(Float64Array.from(tokens), Float64Array.from(stationaryToken.flat())),
          ] as const,
        ]
      : []),
    [
      "chi2",
      errorOf(
        chi2,
        information.map((set) => set.chi2),
      ),
    ],
    [
      "modifiedChi2",
      errorOf(
        modifiedChi2,
        information.map((set) => set.modifiedChi2),
      ),
    ],
  ];
}
