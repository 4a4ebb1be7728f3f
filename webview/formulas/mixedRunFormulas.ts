/**
 * Where the numbers of a whole run on the mixed target come from: its scalars and what they go to, what is still
 * unexplained of each loss, and how long the plateau was. Those of one sequence are in mixedFormulas.ts.
 */
import { t } from "@vscode/l10n";
import {
  learntBelow,
  plateauKeeps,
  plateauLeftBelow,
  plateauStandsOut,
  type EndedPhase,
  type MixedPhaseName,
} from "../../core/inspect";
import type { MixedParameter, MixedTarget } from "../../core/model";
import { grouped, mixedMeaning, mixedSymbol, percent, type MixedGoal } from "../words";
import type { Formula } from "./formula";
import { fraction, indexed, number, row, symbol, type Maths } from "./maths";
import { half, key, mixedSources, mixing, product, query, sharpness } from "./mixedMaths";

/** k·q, which stands where the target has w*². */
export function matchScalarFormula(of: { readonly key: number; readonly query: number }): Formula {
  return {
    name: t("k·q: how sharply head B matches"),
    symbol: row(key, query),
    written: row(key, "·", query),
    numbers: product(of.key, of.query),
    value: of.key * of.query,
    notes: [t("k and q are trained; only their product counts, and it goes to w*².")],
    source: mixedSources.parameters(),
  };
}

/** A scalar that is trained: there is nothing to compute. */
export function parameterFormula(name: MixedParameter, value: number): Formula {
  return {
    name: `${mixedSymbol(name)}: ${mixedMeaning(name)}`,
    symbol: parameterSymbols[name],
    written: null,
    numbers: null,
    value,
    notes: [t("It is trained: one number.")],
    source: mixedSources.parameters(),
  };
}

/** What k·q, v1 or v2 goes to. */
export function goalFormula({ of, value }: MixedGoal, target: MixedTarget): Formula {
  const weight = number(target.mixing, String(target.mixing));
  const under = row(number(1, "1"), "+", weight);
  const set = t(
    "α* = {0} is set in the data: the weight of the 4-gram against the induction head.",
    target.mixing,
  );
  const known = { name: t("what {0} goes to", mixedSymbol(of)), value, source: mixedSources.goals() };
  switch (of) {
    case "match":
      return {
        ...known,
        symbol: sharpness,
        ...{ written: null, numbers: null },
        notes: [t("It is set in the data: how sharply the target matches.")],
      };
    case "value1":
      return {
        ...known,
        symbol: indexed("v", "1", "*"),
        written: fraction(mixing, row("1", "+", mixing)),
        numbers: fraction(weight, under),
        notes: [set, t("Where head A reads x of L − 2 alone, A is f₁ with this value.")],
      };
    case "value2":
      return {
        ...known,
        symbol: indexed("v", "2", "*"),
        written: fraction(symbol("1"), row("1", "+", mixing)),
        numbers: fraction(number(1, "1"), under),
        notes: [set, t("Where head B attends as the target does, B is f₂ with this value.")],
      };
  }
}

/** What is left of a loss, as a part of what it is with nothing learnt; of one recorded step. */
export interface Unexplained {
  readonly part: "G4" | "IH";
  readonly step: number;
  readonly loss: number;
  readonly value: number;
}

export function unexplainedFormula({ part, step, loss, value }: Unexplained): Formula {
  const component = part === "G4" ? "1" : "2";
  const name =
    part === "G4" ? t("what is still unexplained of L_G4") : t("what is still unexplained of L_IH");
  const power = indexed("f", component, "2");
  return {
    name,
    symbol: indexed("u", part),
    written: fraction(indexed("L", part), row(half, "E", power)),
    // Of a loss of 0 nobody can tell what it was divided by.
    numbers: value > 0 ? fraction(number(loss), number(loss / value)) : null,
    value,
    notes: [
      part === "G4"
        ? t("L_G4 = ½E(f₁ − A)², the mean over the sequences of step {0}.", grouped(step))
        : t("L_IH = ½E(f₂ − B)², the mean over the sequences of step {0}.", grouped(step)),
      t("It is divided by what it would be on the same sequences with a value of 0: 1 is nothing learnt."),
      t("What it was divided by is not recorded, and follows from the two that are."),
    ],
    source: mixedSources.loss(),
  };
}

/** T_II, in steps or in flow time. @param level what L_IH stood at on the plateau, as a part */
export function plateauFormula(plateau: EndedPhase, level: number, quantity: "steps" | "time"): Formula {
  const isSteps = quantity === "steps";
  const moment = (at: number) => (isSteps ? number(at, grouped(at)) : number(at));
  const until = (name: string) => indexed(isSteps ? "n" : "t", name);
  const from = isSteps ? plateau.from.step : plateau.from.time;
  const to = isSteps ? plateau.to.step : plateau.to.time;
  return {
    name: isSteps ? t("T_II, the plateau's length in steps") : t("T_II, the plateau's length in flow time"),
    symbol: indexed("T", "II"),
    written: row(until("II"), "−", until("I")),
    numbers: row(moment(to), "−", moment(from)),
    value: isSteps ? plateau.steps : plateau.time,
    notes: [
      isSteps
        ? t("n_I and n_II are the steps at which phases I and II end.")
        : t("t_I and t_II are the sums of the learning rates up to where phases I and II end."),
      ...phaseNotes(plateau, level),
    ],
    source: mixedSources.phases(),
  };
}

/** Phases that end, and how the paper numbers them. */
export type EndingPhase = Exclude<MixedPhaseName, "convergence">;
export const phaseNumerals: Readonly<Record<EndingPhase, string>> = {
  partial: "I",
  plateau: "II",
  emergence: "III",
};

/** Where a phase ended, as it was found in the record. @param level as of `plateauFormula` */
export function phaseEndFormula(
  name: EndingPhase,
  { to, time }: EndedPhase,
  level: number,
  quantity: "steps" | "time",
): Formula {
  const isSteps = quantity === "steps";
  const numeral = phaseNumerals[name];
  return {
    name: isSteps
      ? t("step at which phase {0} ended", numeral)
      : t("flow time at which phase {0} ended", numeral),
    symbol: indexed(isSteps ? "n" : "t", numeral),
    written: null,
    numbers: null,
    value: isSteps ? to.step : to.time,
    notes: [
      smoothingNote(),
      ...endNotes(name, time, level),
      t(
        "Between recorded steps (every {0} there) the logarithm of a course is taken for a straight line.",
        grouped(to.resolution),
      ),
    ],
    source: mixedSources.phases(),
  };
}

/** The rule of core/inspect's mixedPhases, with its numbers. */
function phaseNotes({ from, to, time }: EndedPhase, level: number): readonly string[] {
  return [
    smoothingNote(),
    ...endNotes("partial", time, level),
    ...endNotes("plateau", time, level),
    t(
      "Between recorded steps (every {0} where I ends, every {1} where II ends) the logarithm of a course is taken for a straight line.",
      ...[grouped(from.resolution), grouped(to.resolution)],
    ),
  ];
}

function smoothingNote(): string {
  return t(
    "Both losses, each as a part of what it is with nothing learnt, are smoothed to courses that only fall: medians of five recorded steps (at both ends of fewer), then the closest course by least squares that never rises.",
  );
}

/** @param time a length in flow time; NaN where that is unknown */
function endNotes(name: EndingPhase, time: number, level: number): readonly string[] {
  switch (name) {
    case "partial":
      return [t("I ends where L_G4’s course goes below {0}.", percent(learntBelow))];
    case "plateau":
      return [
        t(
          "On the plateau L_IH’s course, where it is above {0}, needs longest ({1}) to fall to {2} of what it was. Its level is what the course is halfway through: {3}.",
          ...[percent(learntBelow), Number.isFinite(time) ? t("in flow time") : t("in steps")],
          ...[percent(plateauKeeps), percent(level)],
        ),
        t(
          "That is a plateau where it takes at least {0} times as long as in a steady fall to {1}. Steps before layer 2 is trained do not count.",
          ...[plateauStandsOut, percent(learntBelow)],
        ),
        t(
          "II ends where L_IH’s course goes below {0} of that level, once it has been below {1} of it.",
          ...[percent(plateauKeeps), percent(plateauLeftBelow)],
        ),
      ];
    case "emergence":
      return [t("III ends where L_IH’s course goes below {0}.", percent(learntBelow))];
  }
}

const parameterSymbols: Readonly<Record<MixedParameter, Maths>> = {
  rpe1: indexed("p", "1"),
  rpe2: indexed("p", "2"),
  value1: indexed("v", "1"),
  value2: indexed("v", "2"),
  key,
  query,
};
