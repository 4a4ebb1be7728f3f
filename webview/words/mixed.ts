/** The mixed target's quantities in words: how they are written, where they go, and what of typed scalars is wrong. */
import { t } from "@vscode/l10n";
import type { MixedParameter, MixedTarget } from "../../core/model";
import { grouped } from "./numbers";

/** A parameter, or k·q. */
type Quantity = MixedParameter | "match";

export function mixedSymbol(quantity: Quantity): string {
  return symbols[quantity];
}

const symbols: Readonly<Record<Quantity, string>> = {
  match: "k·q",
  rpe1: "p₁",
  rpe2: "p₂",
  value1: "v₁",
  value2: "v₂",
  key: "k",
  query: "q",
};

/** What a quantity is for. */
export function mixedMeaning(quantity: Quantity): string {
  switch (quantity) {
    case "match":
      return t("how sharply head B matches");
    case "rpe1":
      return t("how fast layer 1 forgets what lies behind the token before");
    case "rpe2":
      return t("how fast head A forgets what lies behind its token");
    case "value1":
      return t("how much of what it reads head A brings");
    case "value2":
      return t("how much of what it copies head B brings");
    case "key":
      return t("head B's key");
    case "query":
      return t("head B's query");
  }
}

export interface MixedGoal {
  readonly of: "match" | "value1" | "value2";
  readonly symbol: string;
  readonly value: number;
}

/** Where quantities go when the circuit is learnt; what only has to become large has no goal, nor have k and q alone. */
export function mixedGoals({ mixing, sharpness }: MixedTarget): Partial<Record<Quantity, MixedGoal>> {
  return {
    match: { of: "match", symbol: "w*²", value: sharpness },
    value1: { of: "value1", symbol: "α*/(1 + α*)", value: mixing / (1 + mixing) },
    value2: { of: "value2", symbol: "1/(1 + α*)", value: 1 / (1 + mixing) },
  };
}

/** `x₁₇`: 0-based, written from 1 on as the paper does. */
export function scalarName(position: number): string {
  return `x${String(position + 1).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)])}`;
}

/** What is wrong with typed scalars, and what is allowed. */
export function typedScalarsError(
  problem:
    { readonly kind: "unknown"; readonly text: string } | { readonly kind: "count"; readonly count: number },
  least: number,
  most: number,
): string {
  if (problem.kind === "unknown") {
    return t("“{0}” is no number. Allowed: {1}.", problem.text, allowedScalars(least, most));
  }
  return t("{0} numbers are no sequence. Allowed: {1}.", grouped(problem.count), allowedScalars(least, most));
}

/** `5 to 2,000 numbers separated by spaces or commas` */
export function allowedScalars(least: number, most: number): string {
  return t("{0} to {1} numbers separated by spaces or commas", grouped(least), grouped(most));
}
