/** What the tensors say, in a sentence for each part of the circuit. The sentences name the numbers they rest on. */
import { t } from "@vscode/l10n";
import { leadingSubset, type HeadDescription, type SubsetDescription } from "../../core/inspect";
import { capitalised, describedHeadWord } from "./heads";
import { belowAll, decimal, factor, percent } from "./numbers";

/** More heads than these are told of only where they matter. */
const mostHeads = 4;
/** A head that gives a lag less than this reads several. */
const oneLag = 0.5;

/** Subsets that differ by less than this part of the most weigh alike. */
const alike = 0.003;

/** `Head 1 reads 1 back (0.93), head 2 reads 2 back (0.94).` @param keeping the heads of the leading subset */
export function copierCaption(heads: readonly HeadDescription[], keeping: readonly number[]): string {
  if (heads.length <= mostHeads) return sentence(heads.map(headClause));
  const byAttention = heads.toSorted((a, b) => b.attention - a.attention);
  const told = keeping.length > 0 ? keeping.map((head) => heads[head]) : byAttention;
  const shown = told.slice(0, mostHeads).sort((a, b) => a.head - b.head);
  const others = heads.length - shown.length;
  const rest = others === 1 ? t("The other head is below.") : t("The other {0} heads are below.", others);
  return `${sentence(shown.map(headClause))} ${rest}`;
}

/**
 * Whether the heads have shared the lags out among them: `Each head reads a lag of its own.`, `Heads 1 and 3 both read
 * 2 back.`, `2 of 3 heads have settled on one lag.` Empty for a single head, and for heads of several layers, which need
 * not share anything out.
 */
export function correspondence(heads: readonly HeadDescription[]): string {
  if (heads.length < 2 || heads[0].place) return "";
  const settled = heads.filter(({ attention }) => attention >= oneLag);
  const lags = new Set(settled.map(({ lag }) => lag));
  if (lags.size === heads.length) return t("Each head reads a lag of its own.");
  const shared = Array.from(lags, (lag) => settled.filter((head) => head.lag === lag)).filter(
    (readers) => readers.length > 1,
  );
  if (shared.length > 0) return shared.slice(0, mostHeads).map(sharingSentence).join(" ");
  if (settled.length === 0) return t("No head has settled on one lag.");
  return t("{0} of {1} heads have settled on one lag.", settled.length, heads.length);
}

/** `The selector keeps {head 1 · lag 1, head 2 · lag 2}: 99.2 % of the weight.` */
export function selectorCaption(subsets: readonly SubsetDescription[]): string {
  const leading = leadingSubset(subsets);
  const least = subsets.reduce((smallest, { weight }) => Math.min(smallest, weight), 1);
  if (subsets.length > 1 && leading.weight - least < alike * leading.weight) {
    return t("The selector weighs all {0} subsets of heads alike.", subsets.length);
  }
  if (leading.weight < 0.5) {
    return t(
      "The selector is undecided: {0} leads with {1} of the weight.",
      leading.name,
      percent(leading.weight),
    );
  }
  const carried = percent(isAll(leading, subsets) ? 1 : Math.min(leading.weight, belowAll));
  if (leading.heads.length === 0) {
    return t("The selector keeps no head: {0} of the weight is on the empty subset.", carried);
  }
  return t("The selector keeps {0}: {1} of the weight.", leading.name, carried);
}

/** The others may weigh less than can be told from 1. */
function isAll(leading: SubsetDescription, subsets: readonly SubsetDescription[]): boolean {
  return subsets.every((subset) => subset === leading || subset.coefficient === 0);
}

/**
 * `a = 7.2411: a full match (k = 1) weighs 1,390 times as much as none (k = 0).`
 * @param fullMatchIsOne whether k of a full match is 1, as it is where values are copies of tokens
 */
export function classifierCaption(scale: number, fullMatchIsOne = true): string {
  const times = Math.exp(scale);
  if (times > 0.9 && times < 1.1) return t("a = {0}: every place weighs about alike.", decimal(scale));
  if (!fullMatchIsOne) {
    return t(
      "a = {0}: a place with k = 1 weighs {1} times as much as one with k = 0.",
      ...[decimal(scale), factor(times)],
    );
  }
  if (scale < 0) {
    return t("a = {0}: a full match (k = 1) weighs less than none (k = 0).", decimal(scale));
  }
  return t(
    "a = {0}: a full match (k = 1) weighs {1} times as much as none (k = 0).",
    ...[decimal(scale), factor(times)],
  );
}

/** `Loss 0.8941 → 0.6445, validation 0.6412.` @param first NaN where unknown */
export function lossCaption(first: number, last: number, validation: number): string {
  if (Number.isNaN(last)) return t("No loss is known yet.");
  const loss = Number.isNaN(first)
    ? t("Loss {0}", decimal(last))
    : t("Loss {0} → {1}", decimal(first), decimal(last));
  return Number.isNaN(validation) ? `${loss}.` : t("{0}, validation {1}.", loss, decimal(validation));
}

function headClause(head: HeadDescription): string {
  const { lag, attention } = head;
  const name = describedHeadWord(head);
  if (lag === null) return t("{0} may read no lag", name);
  const most = attention.toFixed(2);
  if (attention < oneLag) return t("{0} reads several lags, {1} back the most ({2})", name, lag, most);
  return t("{0} reads {1} back ({2})", name, lag, most);
}

/** Of heads that read the same lag. */
function sharingSentence(readers: readonly HeadDescription[]): string {
  const names = readers.map(({ head }) => String(head + 1));
  const last = names.pop() ?? "";
  const all = t("{0} and {1}", names.join(", "), last);
  const [{ lag }] = readers;
  return readers.length === 2
    ? t("Heads {0} both read {1} back.", all, lag ?? 0)
    : t("Heads {0} all read {1} back.", all, lag ?? 0);
}

function sentence(clauses: readonly string[]): string {
  return `${capitalised(clauses.join(", "))}.`;
}
