/**
 * Where the numbers of places of a sequence come from in the mixed target's heads: what layer 1 brings there, the attention
 * of each head, and what head B matches and brings. What the heads output is in mixedOutputFormulas.ts, what goes for a
 * whole run in mixedRunFormulas.ts.
 */
import { t } from "@vscode/l10n";
import { copierAttentionAt, type MixedCircuit } from "../../core/inspect";
import { scalarName } from "../words";
import type { Formula } from "./formula";
import { indexed, number, row, sumOver } from "./maths";
import {
  askingNote,
  copied,
  key,
  lagBehind,
  lastToken,
  lazyLag,
  placeWord,
  mixedSources,
  product,
  productSum,
  query,
  rpe1,
  rpe2,
  signed,
  softmax,
  token,
  sharpness,
} from "./mixedMaths";

/** y_s: what layer 1 brings. @param position 0-based */
export function copiedFormula(circuit: MixedCircuit, position: number): Formula {
  const { tokens } = circuit;
  const weights = position === 0 ? [] : Array.from(copierAttentionAt(circuit, position));
  const pairs = weights.map((weight, lag) => [tokens[position - 1 - lag], weight] as const);
  return {
    name: t("what layer 1 brings to {0}", scalarName(position)),
    symbol: copied("s"),
    written: row(
      sumOver(row("τ", "<", "s")),
      token("τ"),
      "·",
      indexed("softmax", "τ"),
      row("(", "−", rpe1, "(", lagBehind, ")", ")"),
    ),
    numbers: productSum(pairs.toReversed()),
    value: circuit.copied[position],
    notes: [
      placeWord(circuit, position),
      position === 0
        ? t("Nothing stands before it, so nothing is brought.")
        : t("Put in: each token before it, and the attention to it."),
    ],
    source: mixedSources.copier(),
  };
}

/** Layer 1's attention from one position to another before it. @param from 0-based @param position 0-based */
export function copierAttentionFormula(circuit: MixedCircuit, from: number, position: number): Formula {
  const { rpe1: decay } = circuit.values;
  const lag = from - 1 - position;
  const powers = Array.from({ length: from }, (_, at) => ({
    maths: row("−", signed(decay), "·", number(at, String(at))),
    value: -decay * at,
  }));
  return {
    name: t("attention of layer 1 from {0} to {1}", scalarName(from), scalarName(position)),
    symbol: indexed("σ", row("s", ",", "τ")),
    ...softmax(
      (at) => row("−", rpe1, "(", "s", "−", "1", "−", at, ")"),
      { letter: "τ", other: "ρ", from: "1", to: row("s", "−", "1") },
      powers,
      lag,
    ),
    value: copierAttentionAt(circuit, from)[lag],
    notes: [
      placeWord(circuit, from),
      t("τ is {0}: {1} tokens lie between them.", position + 1, lag),
      t("p₁ is trained: the larger, the more of it is on the token before."),
    ],
    source: mixedSources.copier(),
  };
}

/** a_s of head A. @param position 0-based */
export function lazyAttentionFormula(circuit: MixedCircuit, position: number): Formula {
  const last = circuit.tokens.length - 3;
  const { rpe2: decay } = circuit.values;
  const powers = Array.from({ length: last }, (_, at) => ({
    maths: row("−", signed(decay), "·", number(last - 1 - at, String(last - 1 - at))),
    value: -decay * (last - 1 - at),
  }));
  return {
    name: t("attention of head A to {0}", scalarName(position)),
    symbol: indexed("a", "s"),
    ...softmax(
      (at) => row("−", rpe2, "(", lazyLag(at), ")"),
      { letter: "s", other: "r", from: "2", to: row("L", "−", "2") },
      powers,
      position - 1,
    ),
    value: circuit.lazyAttention[position],
    notes: [
      placeWord(circuit, position),
      isBetween(position, last)
        ? t("L is {0}; p₂ is trained: the larger, the more of it is on x of L − 2.", circuit.tokens.length)
        : t("Head A sees only the places from 2 to L − 2, which is {0}: its attention here is 0.", last + 1),
    ],
    source: mixedSources.lazyHead(),
  };
}

/** k·q·x_L·y_s, what head B's attention is the softmax of. @param position 0-based */
export function matchFormula(circuit: MixedCircuit, position: number): Formula {
  const { values, tokens } = circuit;
  return {
    name: t("how well {0} goes with {1}", scalarName(position), scalarName(tokens.length - 1)),
    symbol: indexed("m", "s"),
    written: row(key, "·", query, "·", lastToken, "·", copied("s")),
    numbers: product(values.key, values.query, tokens[tokens.length - 1], circuit.copied[position]),
    value: circuit.matches[position],
    notes: [
      placeWord(circuit, position),
      askingNote(circuit),
      t(
        "It is a product and no distance: what counts is how far y goes in one direction, not how near it is to the x that asks.",
      ),
    ],
    source: mixedSources.richHead(),
  };
}

/** b_s of head B. @param position 0-based */
export function richAttentionFormula(circuit: MixedCircuit, position: number): Formula {
  const powers = seenByRich(circuit).map((at) => {
    const value = circuit.matches[at];
    return { maths: number(value), value };
  });
  return {
    name: t("attention of head B to {0}", scalarName(position)),
    symbol: indexed("b", "s"),
    ...softmax((at) => row(key, query, lastToken, copied(at)), richRange, powers, position - 1),
    value: circuit.richAttention[position],
    notes: [
      placeWord(circuit, position),
      ...richNotes(circuit, position, t("Put in: k·q·x·y of each place, with the x that asks.")),
    ],
    source: mixedSources.richHead(),
  };
}

/** What stands in the target in the place of head B's attention. @param position 0-based */
export function wantedAttentionFormula(circuit: MixedCircuit, position: number): Formula {
  const { tokens, target } = circuit;
  const asking = tokens[tokens.length - 1];
  const powers = seenByRich(circuit).map((at) => {
    const value = target.sharpness * asking * tokens[at - 1];
    return { maths: number(value), value };
  });
  return {
    name: t("the target's own attention to {0}", scalarName(position)),
    symbol: indexed("b", "s", "*"),
    ...softmax((at) => row(sharpness, lastToken, token(row(at, "−", "1"))), richRange, powers, position - 1),
    value: circuit.wantedAttention[position],
    notes: [
      placeWord(circuit, position),
      t("w*² = {0} is set in the data.", target.sharpness),
      ...richNotes(circuit, position, t("Put in: w*² times the x that asks, times the x before each place.")),
    ],
    source: mixedSources.richTarget(),
  };
}

/** v2·b_s·x_s. @param position 0-based */
export function richBroughtFormula(circuit: MixedCircuit, position: number): Formula {
  const { values, richAttention, tokens } = circuit;
  return {
    name: t("what {0} brings to B", scalarName(position)),
    symbol: indexed("B", "s"),
    written: row(indexed("v", "2"), "·", indexed("b", "s"), "·", token("s")),
    numbers: product(values.value2, richAttention[position], tokens[position]),
    value: circuit.richBrought[position],
    notes: [placeWord(circuit, position), t("B is the sum over all places.")],
    source: mixedSources.richHead(),
  };
}

const richRange = { letter: "s", other: "r", from: "2", to: row("L", "−", "1") } as const;

/** Positions that head B looks at, 0-based. */
function seenByRich({ tokens }: MixedCircuit): readonly number[] {
  return Array.from({ length: tokens.length - 2 }, (_, at) => at + 1);
}

function richNotes(circuit: MixedCircuit, position: number, putIn: string): readonly string[] {
  const last = circuit.tokens.length - 2;
  return isBetween(position, last)
    ? [askingNote(circuit), putIn]
    : [t("Only the places from 2 to L − 1, which is {0}, are looked at: here it is 0.", last + 1)];
}

function isBetween(position: number, last: number): boolean {
  return position >= 1 && position <= last;
}
