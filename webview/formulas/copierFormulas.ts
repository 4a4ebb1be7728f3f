/** Where the copier's numbers come from: σ, and what a head brings. */
import { t } from "@vscode/l10n";
import { broughtBy, copiedBy, headPlace } from "../../core/inspect";
import { lengthEpsilon, layoutOf, groupView } from "../../core/model";
import { capitalised, headWord } from "../words";
import { absoluteAttentionFormula, fullAttentionFormula, type AttentionBase } from "./attentionFormulas";
import type { Formula } from "./formula";
import { exponential, fraction, indexed, longSum, number, root, row, sumOver, type Maths } from "./maths";
import { nameOf, ofHead, placeNote, sources, type Workings } from "./workings";

/** σ at the traced place. @param head 0-based @param lag from 1 */
export function lagAttentionFormula(workings: Workings, head: number, lag: number): Formula {
  const { trace } = workings;
  const { model } = trace;
  const copied = copiedBy(trace, head, trace.position);
  const base: AttentionBase = {
    name: t("attention of {0} to lag {1}", headWord(model, head), lag),
    symbol: indexed("σ", "i", ofHead()),
    value: copied.find((one) => one.lag === lag)?.attention ?? 0,
    place: t("h is {0}, i is lag {1}.", headWord(model, head), lag),
    ...{ head, lag },
  };
  const formula = learnedAttention(workings, base);
  const intervened = intervention(workings, head);
  return intervened ? { ...formula, numbers: null, notes: [base.place, intervened] } : formula;
}

function learnedAttention(workings: Workings, base: AttentionBase): Formula {
  const { model } = workings.trace;
  switch (model.family) {
    case "full":
      return fullAttentionFormula(workings, model, base);
    case "absolute":
      return absoluteAttentionFormula(model, base);
    default:
      return relativeAttention(workings, base);
  }
}

/** Of heads that go by relative positions alone. */
function relativeAttention(
  { trace, parameters }: Workings,
  { head, lag, place, ...base }: AttentionBase,
): Formula {
  const { heads, window, lagMask } = trace.model;
  const copied = copiedBy(trace, head, trace.position);
  const end = copied.length < window ? "l" : "M";
  const written = fraction(
    exponential(indexed("w", "i", ofHead())),
    row(sumOver(row("j", "=", "1"), end), exponential(indexed("w", "j", ofHead()))),
  );
  const known = { ...base, written, source: sources.copier() };
  const logits = groupView(parameters, layoutOf(trace.model), "rpe");
  const allowed = copied.filter((one) => lagMask[head * window + one.lag - 1]);
  if (!allowed.some((one) => one.lag === lag)) {
    return { ...known, numbers: null, notes: [place, t("The lag mask forbids this lag: its σ is 0.")] };
  }
  const power = (at: number) => exponential(number(logits[head * window + at - 1]));
  const terms = allowed.map((one) => ({
    maths: power(one.lag),
    value: Math.exp(logits[head * window + one.lag - 1]),
  }));
  const notes = [place, t("w are trained: a number for each head and lag ({0} × {1}).", heads, window)];
  if (allowed.length < window) notes.push(t("Only lags that the head may read, and that exist here, count."));
  return { ...known, numbers: fraction(power(lag), longSum(terms)), notes };
}

/** How much of a token a head brings to a position: that component of v. @param position 0-based */
export function valueFormula(workings: Workings, head: number, position: number, token: number): Formula {
  const { trace } = workings;
  const { model } = trace;
  const base = {
    name: t("how much of {0} {1} brings", nameOf(trace, token), headWord(model, head)),
    symbol: indexed("v", "l", ofHead()),
    value: broughtBy(trace, head, position)[token],
  };
  const notes = [
    t("h is {0}; the component of token {1}.", headWord(model, head), nameOf(trace, token)),
    placeNote(workings, position),
  ];
  const summed = row(
    sumOver(row("i", "=", "1"), "M"),
    indexed("σ", "i", ofHead()),
    indexed("x", row("l", "−", "i")),
  );
  if (model.family === "full") {
    const written = row("LayerNorm", "(", summed, indexed("W", "OV", ofHead()), ")");
    const norm = t("One LayerNorm, with a gain and a bias for each token, serves all heads.");
    return { ...base, written, numbers: null, notes: [...notes, norm], source: sources.fullModel() };
  }
  const normalised = model.normalizeValues === "l2";
  if (normalised) notes.push(t("Values are divided by their length, as in the authors' code."));
  const isLater = (headPlace(model, head)?.layer ?? 1) > 1;
  if (isLater) notes.push(t("Beside the tokens it brings what the layers before have left at its lag."));
  return {
    ...base,
    written: normalised ? fraction(summed, row(length(summed), "+", indexed("10", undefined, "−7"))) : summed,
    // What else a head of a later layer brings counts in the length.
    numbers: isLater && normalised ? null : componentOf(workings, head, position, token),
    notes,
    source: sources.copier(),
  };
}

/** Σ σ over the lags where the token stands; with `l2` over the length of all components. */
function componentOf(workings: Workings, head: number, position: number, token: number): Maths {
  const { trace } = workings;
  const copied = copiedBy(trace, head, position).filter(({ attention }) => attention > 0);
  const sum = longSum(
    copied
      .filter((one) => one.token === token)
      .map(({ attention }) => ({ maths: number(attention), value: attention })),
  );
  if (trace.model.normalizeValues === "none") return sum;
  const components = new Float64Array(trace.model.alphabetSize);
  for (const one of copied) components[one.token] += one.attention;
  const squares = Array.from(components, (value) => ({ maths: squared(value), value: value * value }));
  const present = squares.filter(({ value }) => value > 0);
  return fraction(sum, row(root(longSum(present)), "+", number(lengthEpsilon, "10⁻⁷")));
}

function squared(value: number): Maths {
  return indexed(number(value), undefined, number(2, "2"));
}

function length(of: Maths): Maths {
  return indexed(row("‖", of, "‖"), "2");
}

/** In words, what a head was made to do. */
function intervention({ interventions, trace }: Workings, head: number): string | null {
  if (interventions.headsOff.includes(head))
    return t("{0} is switched off: it brings nothing.", capitalised(headWord(trace.model, head)));
  const lag = interventions.forcedLags.get(head);
  return lag === undefined ? null : t("Its attention is forced to lag {0}.", lag);
}
