/**
 * Where the outputs of the mixed target's heads on one sequence come from, what is wanted of them, and what they miss.
 * The attention that they come from is in mixedFormulas.ts.
 */
import { t } from "@vscode/l10n";
import type { MixedCircuit } from "../../core/inspect";
import type { Formula } from "./formula";
import { fraction, indexed, number, row, sumOver, symbol, type Maths } from "./maths";
import {
  copied,
  half,
  key,
  lastToken,
  lazyLag,
  mixedSources,
  mixing,
  productSum,
  signed,
  query,
  rpe2,
  sharpness,
  squared,
  token,
} from "./mixedMaths";

/** A, head A's output. */
export function lazyOutputFormula(circuit: MixedCircuit): Formula {
  const { lazy, values, lazyAttention } = circuit;
  return {
    name: t("output A of head A"),
    symbol: symbol("A"),
    written: row(
      indexed("v", "1"),
      sumOver(row("s", "=", "2"), row("L", "−", "2")),
      token("s"),
      "·",
      indexed("softmax", "s"),
      row("(", "−", rpe2, "(", lazyLag("s"), ")", ")"),
    ),
    numbers: weighedSum(values.value1, circuit.tokens, lazyAttention),
    value: lazy.output,
    notes: [t("L is {0}; v₁ and p₂ are trained.", circuit.tokens.length), attentionNote()],
    source: mixedSources.lazyHead(),
  };
}

/** B, head B's output. */
export function richOutputFormula(circuit: MixedCircuit): Formula {
  const { rich, values, richAttention } = circuit;
  return {
    name: t("output B of head B"),
    symbol: symbol("B"),
    written: row(
      indexed("v", "2"),
      sumOver(row("s", "=", "2"), row("L", "−", "1")),
      token("s"),
      "·",
      indexed("softmax", "s"),
      row("(", key, query, lastToken, copied("s"), ")"),
    ),
    numbers: weighedSum(values.value2, circuit.tokens, richAttention),
    value: rich.output,
    notes: [t("L is {0}; v₂, k and q are trained.", circuit.tokens.length), attentionNote()],
    source: mixedSources.richHead(),
  };
}

/** f_1, what A is to be. */
export function lazyWantedFormula({ lazy, target, tokens }: MixedCircuit): Formula {
  const weight = number(target.mixing, String(target.mixing));
  return {
    name: t("f₁, the 4-gram's part of the target"),
    symbol: indexed("f", "1"),
    written: row(fraction(mixing, row("1", "+", mixing)), token(row("L", "−", "2"))),
    numbers: row(fraction(weight, row(number(1, "1"), "+", weight)), "·", signed(tokens[tokens.length - 3])),
    value: lazy.wanted,
    notes: [t("L is {0}; α* = {1} is set in the data.", tokens.length, target.mixing)],
    source: mixedSources.lazyTarget(),
  };
}

/** f_2, what B is to be. */
export function richWantedFormula({ rich, target, tokens, wantedAttention }: MixedCircuit): Formula {
  const weight = number(target.mixing, String(target.mixing));
  return {
    name: t("f₂, the induction head's part of the target"),
    symbol: indexed("f", "2"),
    written: row(
      fraction(symbol("1"), row("1", "+", mixing)),
      sumOver(row("s", "=", "2"), row("L", "−", "1")),
      token("s"),
      "·",
      indexed("softmax", "s"),
      row("(", sharpness, lastToken, token(row("s", "−", "1")), ")"),
    ),
    numbers: row(
      fraction(number(1, "1"), row(number(1, "1"), "+", weight)),
      "·",
      row("(", weighed(tokens, wantedAttention), ")"),
    ),
    value: rich.wanted,
    notes: [
      t(
        "L is {0}; α* = {1} and w*² = {2} are set in the data.",
        ...[tokens.length, target.mixing, target.sharpness],
      ),
      attentionNote(),
    ],
    source: mixedSources.richTarget(),
  };
}

/** What A or B misses on this sequence. */
export function missedFormula(circuit: MixedCircuit, part: "lazy" | "rich"): Formula {
  const { output, wanted, loss } = circuit[part];
  const [f, letter] = part === "lazy" ? [indexed("f", "1"), "A"] : [indexed("f", "2"), "B"];
  return {
    name: part === "lazy" ? t("L_G4 on this sequence") : t("L_IH on this sequence"),
    symbol: indexed("L", part === "lazy" ? "G4" : "IH"),
    written: row(half, squared(row(f, "−", letter))),
    numbers: row(
      fraction(number(1, "1"), number(2, "2")),
      "·",
      squared(row(number(wanted), "−", signed(output))),
    ),
    value: loss,
    notes: [t("The loss that is trained is its mean over sequences.")],
    source: mixedSources.loss(),
  };
}

/** Of both outputs. */
export function missedTogetherFormula({ lazy, rich }: MixedCircuit): Formula {
  return {
    name: t("loss on this sequence"),
    symbol: symbol("ℓ"),
    written: row(indexed("L", "G4"), "+", indexed("L", "IH")),
    numbers: row(number(lazy.loss), "+", number(rich.loss)),
    value: lazy.loss + rich.loss,
    notes: [t("The target has two components; what is trained is the mean of this over sequences.")],
    source: mixedSources.loss(),
  };
}

function weighedSum(value: number, tokens: Float64Array, attention: Float64Array): Maths {
  return row(signed(value), "·", "(", weighed(tokens, attention), ")");
}

function weighed(tokens: Float64Array, attention: Float64Array): Maths {
  const pairs = Array.from(tokens, (x, at) => [x, attention[at]] as const);
  return productSum(pairs.filter(([, weight]) => weight > 0));
}

function attentionNote(): string {
  return t("Put in: each token, and the attention to it.");
}
