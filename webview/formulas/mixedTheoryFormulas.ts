/**
 * Where theory's numbers of a run on the mixed target come from: how fast the match grows on the plateau, where the
 * phases end by theory, and how long the plateau is. What was measured of the run is in mixedRunFormulas.ts.
 */
import { t } from "@vscode/l10n";
import type { TransitionStudy } from "../../core/protocol";
import { decimal, grouped, percent } from "../words";
import type { Formula } from "./formula";
import { fraction, indexed, number, row, symbol } from "./maths";
import { mixedSources } from "./mixedMaths";
import { phaseNumerals, type EndingPhase } from "./mixedRunFormulas";

/** How theory tells a moment, and the length of a plateau: in steps where those have a fixed size. */
export type Clock = "steps" | "time";

export function clockOf({ stepTime }: Pick<TransitionStudy, "stepTime">): Clock {
  return stepTime === null ? "time" : "steps";
}

/** λ of e^{λt}. */
export function growthFormula({ growth, sequences }: TransitionStudy): Formula {
  const value2 = indexed("v", "2", "*");
  return {
    name: t("λ: how fast k and q grow on the plateau, per unit of flow time"),
    symbol: symbol("λ"),
    written: row(value2, "E", row("[", "(", indexed("f", "2"), "−", value2, "R", ")", symbol("R′"), "]")),
    numbers: null,
    value: growth.mean,
    notes: [
      t("There k and q grow as e to the power λt: the gradient of each is a multiple of the other."),
      t(
        "R is what head B brings at k·q = 0, where it attends to all positions alike, before v₂; R′ is its slope by k·q.",
      ),
      t("v₂* = E[f₂R]/E[R²] is the best value without any match, where v₂ stands on the plateau."),
      t("E is the mean over {0} sampled sequences; ± is its standard error.", grouped(sequences)),
    ],
    source: mixedSources.training(),
  };
}

/** What it takes for k and q to become twofold, in steps. @param stepTime flow time of a step */
export function doublingFormula({ growth }: TransitionStudy, stepTime: number): Formula {
  return {
    name: t("steps in which k and q double on the plateau"),
    symbol: indexed("n", "2×"),
    written: fraction(row(symbol("log"), "2"), row("λ", "·", "η")),
    numbers: fraction(row(symbol("log"), number(2, "2")), row(number(growth.mean), "·", number(stepTime))),
    value: Math.LN2 / (growth.mean * stepTime),
    notes: [t("η is the learning rate, the flow time of a step.")],
    source: mixedSources.training(),
  };
}

/** Where a phase ends by theory. @param end in flow time */
export function expectedEndFormula(study: TransitionStudy, name: EndingPhase, end: number): Formula {
  const { fromStep, fromTime, stepTime } = study;
  const known = { notes: courseNotes(study), source: mixedSources.training() };
  const time = indexed("t", phaseNumerals[name]);
  if (stepTime === null) {
    return {
      ...known,
      name: t("flow time at which phase {0} ends by theory", phaseNumerals[name]),
      ...{ symbol: time, written: null, numbers: null, value: end },
    };
  }
  return {
    ...known,
    name: t("step at which phase {0} ends by theory", phaseNumerals[name]),
    symbol: indexed("n", phaseNumerals[name]),
    written: row(indexed("n", "0"), "+", fraction(row(time, "−", indexed("t", "0")), symbol("η"))),
    numbers: row(
      number(fromStep, grouped(fromStep)),
      "+",
      fraction(row(number(end), "−", number(fromTime)), number(stepTime)),
    ),
    value: fromStep + (end - fromTime) / stepTime,
    notes: [
      t("n₀ and t₀ are the step and the flow time at which the stage begins; η is its learning rate."),
      ...known.notes,
    ],
  };
}

/** T_II by theory. @param partial, plateau where phases I and II end, in flow time */
export function expectedPlateauFormula(study: TransitionStudy, partial: number, plateau: number): Formula {
  const { stepTime, growth } = study;
  const length = row(indexed("t", "II"), "−", indexed("t", "I"));
  const numbers = row(number(plateau), "−", number(partial));
  const known = {
    symbol: indexed("T", "II"),
    notes: [
      t(
        "± is as much of it as the standard error of λ is of λ: {0}.",
        percent(growth.standardError / growth.mean),
      ),
      ...courseNotes(study),
    ],
    source: mixedSources.training(),
  };
  if (stepTime === null) {
    const name = t("T_II by theory, the plateau’s length in flow time");
    return { ...known, name, written: length, numbers, value: plateau - partial };
  }
  return {
    ...known,
    name: t("T_II by theory, the plateau’s length in steps"),
    written: fraction(length, symbol("η")),
    numbers: fraction(numbers, number(stepTime)),
    value: (plateau - partial) / stepTime,
  };
}

function courseNotes({ sequences, fromStep, rpe1 }: TransitionStudy): readonly string[] {
  return [
    t(
      "Theory follows gradient descent on the mean losses from step {0} on, where layer 1 stays what it is, p₁ = {1}: the course that training has but for the chance in its sequences.",
      ...[grouped(fromStep), decimal(rpe1)],
    ),
    t("L_G4 has a closed form; the means in L_IH are over {0} sampled sequences.", grouped(sequences)),
    t("Its phases are found by the rule that finds those of the run, which stands behind what was measured."),
  ];
}
