/**
 * What a trace says in sentences: what its heads copy, which places match, how they vote; and what is wrong with tokens
 * that were typed.
 */
import { t } from "@vscode/l10n";
import {
  knowsPlace,
  largestAt,
  lettersInAlphabet,
  longestSequence,
  tokenName,
  type Agreement,
  type Trace,
  type TypingProblem,
} from "../../core/inspect";
import { firstKeyOf, hasSelector, type Model } from "../../core/model";
import { headSet } from "./heads";
import { belowAll, grouped, percent, share } from "./numbers";

/** `The output gives 92.1 % of its attention to the 9 places whose last two tokens match; 8 of them say B.` */
export function agreementSentence(
  { model, context, firstKey, weights }: Trace,
  { heads, lags, full, counts, attention }: Agreement,
): string {
  if (context.length === 0) return t("Nothing stands before this place.");
  if (weights.subsetWeights.every((weight) => weight === 0)) {
    return t("No subset is left: no place matches better than another.");
  }
  if (heads.length === 0) {
    return t("The leading subset reads no token: no place matches better than another.");
  }
  if (lags.length === 0 && !hasSelector(model)) {
    return t("No head brings anything: no place matches better than another.");
  }
  if (lags.length === 0) {
    return t("A head of the leading subset brings nothing: no place matches better than another.");
  }
  if (full.length === 0) return t("No earlier place has the same {0}.", lagsPhrase(lags));
  const most = largestAt(counts);
  const token = tokenName(most, model.alphabetSize);
  const given = percent(full.length === context.length - firstKey ? 1 : Math.min(attention, belowAll));
  if (full.length === 1) {
    return t(
      "The output gives {0} of its attention to the 1 place whose {1}; it says {2}.",
      ...[given, matchPhrase(lags), token],
    );
  }
  return t(
    "The output gives {0} of its attention to the {1} places whose {2}; {3} say {4}.",
    ...[given, grouped(full.length), matchPhrase(lags)],
    counts[most] === full.length ? t("all of them") : t("{0} of them", grouped(counts[most])),
    token,
  );
}

/** `9 places match fully, 21 in part`. */
export function matchCounts({ lags, full, partly }: Agreement): string {
  if (lags.length === 0) return t("no place matches better than another");
  const fully =
    full.length === 1 ? t("1 place matches fully") : t("{0} places match fully", grouped(full.length));
  return lags.length === 1 ? fully : t("{0}, {1} in part", fully, grouped(partly));
}

/** `9 matching places × weight 0.100 on average = 0.900`: of what matches fully. */
export function matchWeight({ full, attention }: Agreement): string {
  if (full.length === 0) return t("No place matches fully");
  const mean = share(attention / full.length);
  return full.length === 1
    ? t("1 matching place × weight {0}", mean)
    : t(
        "{0} matching places × weight {1} on average = {2}",
        ...[grouped(full.length), mean, share(attention)],
      );
}

/**
 * `Heads {1, 2} carry 99.9 % of the weight`.
 * @param subsets each by its 0-based heads @param weights p_S, as many @param model whose heads they are
 */
export function leadingWeight(
  subsets: readonly (readonly number[])[],
  weights: Float64Array,
  model: Model | null = null,
): string {
  if (model && !hasSelector(model)) return t("The MLP goes by what all heads bring");
  const leading = largestAt(weights);
  const [heads, weight] = [subsets[leading], weights[leading]];
  if (!(weight > 0)) return t("No subset carries any weight");
  if (subsets.length > 1 && weights.every((other) => other === weight)) {
    return t("All {0} subsets weigh alike", grouped(subsets.length));
  }
  const carried = percent(
    weights.some((other, at) => at !== leading && other > 0) ? Math.min(weight, belowAll) : 1,
  );
  if (heads.length === 0) return t("The empty subset carries {0} of the weight", carried);
  const names = headSet(model, heads);
  if (weight < 0.5) return t("No subset has the most: {0} leads with {1}", names, carried);
  if (heads.length === 1) return t("Head {0} carries {1} of the weight", names.slice(1, -1), carried);
  return t("Heads {0} carry {1} of the weight", names, carried);
}

/** A set of a run's sequences. */
export function setWord(set: "train" | "validation"): string {
  return set === "train" ? t("training") : t("validation");
}

/** `1 back`; 0 is the position itself. */
export function lagWord(lag: number): string {
  return lag === 0 ? t("its own token") : t("{0} back", lag);
}

/** What is wrong with typed tokens, and what is allowed. */
export function typingError(problem: TypingProblem, alphabetSize: number): string {
  switch (problem.kind) {
    case "nothing":
      return t("Type or paste tokens: {0}.", allowedTokens(alphabetSize));
    case "unknown":
      return t(
        "“{0}” at character {1} is no token. Allowed: {2}.",
        problem.text,
        grouped(problem.place),
        allowedTokens(alphabetSize),
      );
    case "tooLong":
      return t(
        "{0} tokens are too many: a sequence has at most {1}.",
        grouped(problem.count),
        grouped(longestSequence),
      );
  }
}

/** Of a sequence that is shorter than the heads' window, or longer than the model knows; else empty. @param length in tokens */
export function shortSequenceHint(length: number, model: Model): string {
  const { window, boundary } = model;
  if (!knowsPlace(model, length)) return tooLongSentence(model);
  const least = firstKeyOf(model) + 1;
  if (boundary === "skip" && length < least) {
    return t(
      "The heads see {0} back: at least {1} tokens are needed before a place can be predicted.",
      ...[grouped(least - 1), grouped(least)],
    );
  }
  return length < window ? t("The window is {0} tokens: heads see only what is there.", grouped(window)) : "";
}

/** Of a place that a model with absolute positions does not know. */
export function tooLongSentence(model: Model): string {
  const most = model.family === "absolute" ? model.positions - 1 : Infinity;
  return t(
    "The model has learned positions for {0} tokens and the one that follows: this place lies behind them.",
    grouped(most),
  );
}

/** `A B C, or 0 1 2 separated by spaces or commas`. */
export function allowedTokens(alphabetSize: number): string {
  const last = alphabetSize - 1;
  const numbers = t("numbers from 0 to {0}, separated by spaces or commas", last);
  if (alphabetSize > lettersInAlphabet) return numbers;
  return t("letters from A to {0}, or {1}", tokenName(last, alphabetSize), numbers);
}

/** `last two tokens match`, `token 5 back matches`. */
function matchPhrase(lags: readonly number[]): string {
  return lags.length === 1 ? t("{0} matches", lagsPhrase(lags)) : t("{0} match", lagsPhrase(lags));
}

/** `last two tokens` where they are neighbours, `tokens 1 and 5 back` otherwise. */
function lagsPhrase(lags: readonly number[]): string {
  const neighbours = lags.every((lag, at) => lag === at + 1);
  if (neighbours) return lags.length === 1 ? t("last token") : t("last {0} tokens", countWord(lags.length));
  if (lags.length === 1) return t("token {0} back", lags[0]);
  return t("tokens {0} and {1} back", lags.slice(0, -1).join(", "), lags[lags.length - 1]);
}

function countWord(count: number): string {
  return { 2: t("two"), 3: t("three"), 4: t("four") }[count] ?? String(count);
}
