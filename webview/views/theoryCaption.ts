/** Whether the model keeps what theory selects, in a sentence. */
import { t } from "@vscode/l10n";
import { lagSetName } from "../../core/theory";
import type { TheoryStudy } from "../../core/protocol";
import { sameLags, selectedSet, type KeptSet } from "../studies";
import { belowAll, grouped, percent, share } from "../words";

/** Less than this is no choice yet. */
const majority = 0.5;

export function theoryCaption(study: TheoryStudy, kept: KeptSet | null): string {
  const best = lagSetName(selectedSet(study).lags);
  if (!kept) return t("By Ĩ the data select {0}.", best);
  const own = lagSetName(kept.lags);
  const [weight, step] = [percent(Math.min(kept.weight, belowAll)), grouped(kept.step)];
  if (kept.weight < majority) {
    return t(
      "By Ĩ the data select {0}. At step {1} the model is undecided: {2} leads with {3} of the weight.",
      ...[best, step, own, weight],
    );
  }
  const verdict = sameLags(selectedSet(study).lags, kept.lags)
    ? t(
        "By Ĩ the data select {0}, and so does the model at step {1}, with {2} of the weight.",
        best,
        step,
        weight,
      )
    : t(
        "By Ĩ the data select {0}, but the model keeps {1} at step {2}, with {3} of the weight: they differ.",
        best,
        own,
        step,
        weight,
      );
  return [verdict, doubt(kept)].filter((sentence) => sentence !== "").join(" ");
}

/** What the set of lags does not say of the heads. */
function doubt({ idle, sharpness }: KeptSet): string {
  if (idle > 0) return t("Several of its heads read the same lag.");
  if (sharpness < majority)
    return t("Its heads do not read one lag each yet: {0} at least.", share(sharpness));
  return "";
}
