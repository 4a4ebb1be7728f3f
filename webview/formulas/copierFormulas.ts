/** Where the copier's numbers come from: σ, and what a head brings. */
import { t } from "@vscode/l10n";
import { copiedBy } from "../../core/inspect";
import { layoutOf, groupView } from "../../core/model";
import type { Formula } from "./formula";
import { exponential, fraction, indexed, longSum, number, root, row, sumOver, type Maths } from "./maths";
import { nameOf, ofHead, placeNote, sources, type Workings } from "./workings";

/** σ at the traced place. @param head 0-based @param lag from 1 */
export function lagAttentionFormula(workings: Workings, head: number, lag: number): Formula {
  const { trace } = workings;
  const copied = copiedBy(trace, head, trace.position);
  const value = copied.find((one) => one.lag === lag)?.attention ?? 0;
  const logit = indexed("w", "j", ofHead());
  const base = {
    name: t("attention of head {0} to lag {1}", head + 1, lag),
    symbol: indexed("σ", "i", ofHead()),
    written: fraction(
      exponential(indexed("w", "i", ofHead())),
      row(sumOver(row("j", "=", "1"), copied.length < trace.model.window ? "l" : "M"), exponential(logit)),
    ),
    value,
    source: sources.copier(),
  };
  const place = t("h is head {0}, i is lag {1}.", head + 1, lag);
  const intervened = intervention(workings, head);
  if (intervened) return { ...base, numbers: null, notes: [place, intervened] };
  const { heads, window, lagMask } = trace.model;
  const logits = groupView(workings.parameters, layoutOf(trace.model), "rpe");
  const allowed = copied.filter((one) => lagMask[head * window + one.lag - 1]);
  if (!allowed.some((one) => one.lag === lag)) {
    return { ...base, numbers: null, notes: [place, t("The lag mask forbids this lag: its σ is 0.")] };
  }
  const power = (at: number) => exponential(number(logits[head * window + at - 1]));
  const terms = allowed.map((one) => ({
    maths: power(one.lag),
    value: Math.exp(logits[head * window + one.lag - 1]),
  }));
  const notes = [place, t("w are trained: a number for each head and lag ({0} × {1}).", heads, window)];
  if (allowed.length < window) notes.push(t("Only lags that the head may read, and that exist here, count."));
  return { ...base, numbers: fraction(power(lag), longSum(terms)), notes };
}

/** How much of a token a head brings to a position: that component of v. @param position 0-based */
export function valueFormula(workings: Workings, head: number, position: number, token: number): Formula {
  const { trace } = workings;
  const { heads, alphabetSize: d, normalizeValues } = trace.model;
  const summed = row(
    sumOver(row("i", "=", "1"), "M"),
    indexed("σ", "i", ofHead()),
    indexed("x", row("l", "−", "i")),
  );
  const normalised = normalizeValues === "l2";
  const notes = [
    t("h is head {0}; the component of token {1}.", head + 1, nameOf(trace, token)),
    placeNote(workings, position),
  ];
  if (normalised) notes.push(t("Values are divided by their length, as in the authors' code."));
  return {
    name: t("how much of {0} head {1} brings", nameOf(trace, token), head + 1),
    symbol: indexed("v", "l", ofHead()),
    written: normalised ? fraction(summed, row(length(summed), "+", indexed("10", undefined, "−7"))) : summed,
    numbers: componentOf(workings, head, position, token),
    value: trace.pass.values[(position * heads + head) * d + token],
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

/** As the reference model has it. */
const lengthEpsilon = 1e-7;

function squared(value: number): Maths {
  return indexed(number(value), undefined, number(2, "2"));
}

function length(of: Maths): Maths {
  return indexed(row("‖", of, "‖"), "2");
}

/** In words, what a head was made to do. */
function intervention({ interventions }: Workings, head: number): string | null {
  if (interventions.headsOff.includes(head))
    return t("Head {0} is switched off: it brings nothing.", head + 1);
  const lag = interventions.forcedLags.get(head);
  return lag === undefined ? null : t("Its attention is forced to lag {0}.", lag);
}
