/**
 * What a trace says in sentences: what its heads copy, which places match, how they vote; and what is wrong with tokens
 * that were typed.
 */
import { t } from "@vscode/l10n";
import {
  largestAt,
  lettersInAlphabet,
  longestSequence,
  tokenName,
  type Agreement,
  type Trace,
  type TypingProblem,
} from "../../core/inspect";
import { grouped, percent, share } from "./numbers";

/** `The output looks at 9 places whose last two tokens match; 8 of 9 say B.` */
export function agreementSentence(
  { model, context }: Trace,
  { heads, lags, full, counts }: Agreement,
): string {
  if (context.length === 0) return t("Nothing stands before this place.");
  if (heads.length === 0) {
    return t("The leading subset reads no token: no place matches better than another.");
  }
  if (lags.length === 0) {
    return t("A head of the leading subset brings nothing: no place matches better than another.");
  }
  if (full.length === 0) return t("No earlier place has the same {0}.", lagsPhrase(lags));
  const most = largestAt(counts);
  const token = tokenName(most, model.alphabetSize);
  if (full.length === 1)
    return t("The output looks at 1 place whose {0}; it says {1}.", matchPhrase(lags), token);
  const [places, says] = [grouped(full.length), grouped(counts[most])];
  return t(
    "The output looks at {0} places whose {1}; {2} of {0} say {3}.",
    places,
    matchPhrase(lags),
    says,
    token,
  );
}

/** `9 places match fully, 21 in part`. */
export function matchCounts({ lags, full, partly }: Agreement): string {
  if (lags.length === 0) return t("no place matches better than another");
  const fully = full.length === 1 ? t("1 place matches fully") : t("{0} places match fully", full.length);
  return lags.length === 1 ? fully : t("{0}, {1} in part", fully, partly);
}

/** `9 places × weight .100`: of what matches fully. */
export function matchWeight({ full, attention }: Agreement): string {
  if (full.length === 0) return t("No place matches fully");
  const mean = share(attention / full.length);
  return full.length === 1
    ? t("1 place × weight {0}", mean)
    : t("{0} places × weight {1} on average = {2}", full.length, mean, share(attention));
}

/** `Heads {1, 2} carry 99.9 % of the weight`. @param heads 0-based */
export function leadingWeight(heads: readonly number[], weight: number): string {
  if (Number.isNaN(weight) || weight === 0) return t("No subset carries any weight");
  if (heads.length === 0) return t("The empty subset carries {0} of the weight", percent(weight));
  const names = heads.map((head) => head + 1).join(", ");
  if (weight < 0.5) return t("No subset has the most: {0} leads with {1}", `{${names}}`, percent(weight));
  if (heads.length === 1) return t("Head {0} carries {1} of the weight", names, percent(weight));
  return t("Heads {0} carry {1} of the weight", `{${names}}`, percent(weight));
}

/** `1 back`. */
export function lagWord(lag: number): string {
  return t("{0} back", lag);
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

/** What to know of a sequence that is shorter than the heads' window; empty for others. @param length in tokens */
export function shortSequenceHint(
  length: number,
  { window, boundary }: { readonly window: number; readonly boundary: "skip" | "truncate" },
): string {
  if (boundary === "skip" && length < window + 1) {
    return t(
      "The window is {0} tokens: at least {1} are needed before a place can be predicted.",
      window,
      window + 1,
    );
  }
  return length < window ? t("The window is {0} tokens: heads see only what is there.", window) : "";
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
