/** Where the classifier's numbers come from: a, α, the votes y, the prediction and the loss. */
import { t } from "@vscode/l10n";
import type { Formula } from "./formula";
import { exponential, fraction, indexed, longSum, number, row, sumOver, symbol, type Maths } from "./maths";
import { nameOf, outputNote, placeNote, sources, tokenNote, votesFor, type Workings } from "./workings";

/** a: what it makes of a full match and of none. */
export function scaleFormula({ trace }: Workings): Formula {
  const { scale } = trace.weights;
  return {
    name: t("scale a of the second layer"),
    symbol: symbol("a"),
    written: null,
    numbers: null,
    value: scale,
    notes: [
      t("a is trained: one number. α = softmax(a·k) looks the sharper at what is alike the larger a is."),
      t("A place with k = 1 weighs e^a times as much as one with k = 0."),
    ],
    source: sources.classifier(),
  };
}

/** α of a place. @param key 0-based */
export function attentionFormula(workings: Workings, key: number): Formula {
  const { trace } = workings;
  const { kernel, attention } = trace.pass;
  const { scale } = trace.weights;
  const keys = Array.from({ length: trace.position - trace.firstKey }, (_, at) => trace.firstKey + at);
  const most = keys.reduce((largest, at) => Math.max(largest, scale * kernel[at]), -Infinity);
  // The powers themselves would be too large for a number.
  const shift = most > largestPower ? most : 0;
  const power = (at: number) =>
    exponential(row(number(scale), "·", number(kernel[at]), ...(shift === 0 ? [] : ["−", number(shift)])));
  const terms = keys.map((at) => ({ maths: power(at), value: Math.exp(scale * kernel[at] - shift) }));
  const ofKey = (letter: string) => exponential(row("a", indexed("k", letter)));
  return {
    name: t("attention α to place {0}", key + 1),
    symbol: indexed("α", "l"),
    written: fraction(ofKey("l"), row(sumOver("m"), ofKey("m"))),
    numbers: fraction(power(key), longSum(terms, 3)),
    value: attention[key],
    notes: [
      placeNote(workings, key),
      keys.length === 1
        ? t("m is the only place that is looked at.")
        : t("m goes over all {0} places that are looked at.", keys.length),
      outputNote(workings),
    ],
    source: sources.classifier(),
  };
}

/** y of a token: the attention to all places where it stands. */
export function votesFormula(workings: Workings, token: number): Formula {
  const { trace } = workings;
  const { attention, output } = trace.pass;
  const places = Array.from(trace.context.keys()).filter(
    (at) => at >= trace.firstKey && trace.context[at] === token,
  );
  const terms = places.map((at) => ({ maths: number(attention[at]), value: attention[at] }));
  return {
    name: t("votes for {0}", nameOf(trace, token)),
    symbol: votesFor(),
    written: row(sumOver(row("l", ":", indexed("x", "l"), "=", "x")), indexed("α", "l")),
    numbers: longSum(terms),
    value: output[token],
    notes: [
      tokenNote(workings, token),
      t("It stands at {0} of the places that are looked at.", places.length),
    ],
    source: sources.classifier(),
  };
}

/** What the loss takes for the probability of a token. */
export function predictionFormula(workings: Workings, token: number): Formula {
  const { trace } = workings;
  const { output } = trace.pass;
  const votes = votesFormula(workings, token);
  const base = { name: t("probability of {0}", nameOf(trace, token)), value: trace.prediction[token] };
  if (trace.model.loss === "log") {
    const notes = [...votes.notes, t("The votes are the probabilities.")];
    return { ...votes, ...base, notes };
  }
  const terms = Array.from(output, (y) => ({ maths: exponential(number(y)), value: Math.exp(y) }));
  return {
    ...base,
    symbol: indexed("softmax(y)", "x"),
    written: fraction(exponential(votesFor()), row(sumOver("z"), exponential(votesFor("z")))),
    numbers: fraction(exponential(number(output[token])), longSum(terms)),
    notes: [tokenNote(workings, token), t("The loss takes the votes y for logits.")],
    source: sources.authorsLoss(),
  };
}

/** Of the token that stands at the traced place; there has to be one. */
export function lossFormula(workings: Workings): Formula {
  const { trace } = workings;
  const target = trace.target ?? 0;
  const { epsilon, loss } = trace.model;
  const base = {
    name: t("loss at place {0}", trace.position + 1),
    symbol: symbol("ℓ"),
    value: trace.loss,
    notes: [t("The token that stands there is {0}.", nameOf(trace, target))],
  };
  if (loss === "log") {
    return {
      ...base,
      written: negativeLog(row(indexed("y", indexed("x", row("L", "+", "1"))), "+", "ε")),
      numbers: negativeLog(row(number(trace.pass.output[target]), "+", number(epsilon, String(epsilon)))),
      source: sources.loss(),
    };
  }
  return {
    ...base,
    written: negativeLog(indexed("softmax(y)", indexed("x", row("L", "+", "1")))),
    numbers: negativeLog(number(trace.prediction[target])),
    source: sources.authorsLoss(),
  };
}

/** e to a larger power is no number of double precision. */
const largestPower = 700;

function negativeLog(of: Maths): Maths {
  return row("−", "log", "(", of, ")");
}
