/** Where σ comes from in models whose heads do not go by relative positions alone. */
import { t } from "@vscode/l10n";
import { copiedBy } from "../../core/inspect";
import { groupView, layoutOf, type AbsoluteModel, type FullModel } from "../../core/model";
import { headWord } from "../words";
import type { Formula } from "./formula";
import { exponential, fraction, indexed, longSum, number, root, row, sumOver, type Maths } from "./maths";
import { ofHead, outputIndex, sources, type Workings } from "./workings";

/** What all formulas of σ begin with. */
export interface AttentionBase extends Pick<Formula, "name" | "symbol" | "value"> {
  /** `h is head 1, i is lag 2.` */
  readonly place: string;
  readonly head: number;
  /** From 1. */
  readonly lag: number;
}

/** Added to the logit of a head's own position (the authors' code). */
const ownBias = 1e-6;

/** At the traced place no token stands yet: its vector is 0, and positions alone decide. */
export function fullAttentionFormula(
  { trace, parameters }: Workings,
  model: FullModel,
  { head, lag, place, ...base }: AttentionBase,
): Formula {
  const { window, lagMask } = model;
  const logits = groupView(parameters, layoutOf(model), "rpe");
  const allowed = copiedBy(trace, head, trace.position).filter((one) => lagMask[head * window + one.lag - 1]);
  const power = (at: number) => exponential(number(logits[head * window + at - 1]));
  const terms = allowed.map((one) => ({
    maths: power(one.lag),
    value: Math.exp(logits[head * window + one.lag - 1]),
  }));
  const own = { maths: exponential(number(ownBias, "10⁻⁶")), value: Math.exp(ownBias) };
  const logit = (index: string) =>
    row(
      ...[
        indexed("x", outputIndex),
        indexed("A", undefined, ofHead()),
        indexed("x", row("L", "+", "1", "−", index)),
      ],
      ...["+", indexed("w", index, ofHead())],
    );
  return {
    ...base,
    written: fraction(exponential(logit("i")), row(sumOver("j"), exponential(logit("j")))),
    numbers: allowed.some((one) => one.lag === lag) ? fraction(power(lag), longSum([...terms, own])) : null,
    notes: [
      place,
      t(
        "A = W_Q W_Kᵀ says which token looks for which. At L + 1 no token stands yet, so A has no say there.",
      ),
      t(
        "j goes over the lags that the head may read, and over the place itself, whose w is 10⁻⁶ and where nothing is to be brought.",
      ),
    ],
    source: sources.fullModel(),
  };
}

/** The logits are of pairs of positions: there is none of a lag. */
export function absoluteAttentionFormula(
  model: AbsoluteModel,
  { head, lag: _, place, ...base }: AttentionBase,
): Formula {
  const projected = (position: Maths | string, matrix: string) =>
    row(indexed("P", position), indexed("W", matrix, ofHead()));
  const logit = (index: string) =>
    fraction(
      row("⟨", projected(outputIndex, "Q"), ",", projected(row("L", "+", "1", "−", index), "K"), "⟩"),
      root(row("E")),
    );
  return {
    ...base,
    written: fraction(exponential(logit("i")), row(sumOver("j"), exponential(logit("j")))),
    numbers: null,
    notes: [
      place,
      t(
        "P are the embeddings of the positions, of E = {0} numbers each; {1} has its own W_Q and W_K.",
        ...[model.embeddingSize, headWord(model, head)],
      ),
      t("j goes over the lags that the head may read, and that exist here."),
    ],
    source: sources.relative(),
  };
}
