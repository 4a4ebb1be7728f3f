/** From evidence to findings: one check after the other, none of which knows a disk or a clock. */
import type { Diagnosis, Finding } from "../studies";
import { circuitOf, type Circuit } from "./circuit";
import type { Evidence, Remark } from "./evidence";
import { failureRemark } from "./failure";
import { headsRemark, unseenLagsRemark } from "./heads";
import { lossRemark } from "./loss";
import { overfittingRemark } from "./overfitting";
import { selectionRemark } from "./selection";
import { transferRemarks } from "./transfer";
import { weightOf } from "./words";

/** The failure signatures of spec/theory.md, with their evidence and what to try; what comes first causes the others. */
export function diagnose(evidence: Evidence): Diagnosis {
  const circuit = circuitOf(evidence);
  const judged = evidence.failure === null && evidence.step > 0;
  const isSeen = evidence.last.step > evidence.first.step;
  const remarks: readonly Remark[] = [
    failureRemark(evidence),
    lossRemark(evidence),
    ...(judged && isSeen ? circuitRemarks(evidence, circuit) : []),
    judged && !isSeen ? "Heads and sets were not looked at: no state behind the first can be read." : null,
    overfittingRemark(evidence),
    ...(judged ? [theoryNote(evidence), ...transferRemarks(evidence)] : []),
  ];
  return { step: evidence.step, findings: remarks.filter(isFinding), notes: remarks.filter(isNote) };
}

/** What is found where a set of heads stands for a set of lags; where it does not, that nothing was judged. */
function circuitRemarks(evidence: Evidence, circuit: Circuit): readonly Remark[] {
  switch (evidence.model.family) {
    case "disentangled":
    case "full":
    case "absolute":
      return [selectionRemark(evidence, circuit), headsRemark(evidence, circuit)];
    case "mlp":
      return [
        unseenLagsRemark(evidence, circuit),
        "Which lags count in the end was not judged: an MLP weighs them, and has no weights of sets to read.",
      ];
    case "deep":
      return [
        "Whether the right lags have won was not judged: with several layers of copiers one head can bring the tokens of " +
          `several lags, and theory speaks of one layer. The largest p is ${weightOf(circuit.subsets[0])}.`,
      ];
  }
}

function theoryNote({ theory, experiment: { data } }: Evidence): Remark {
  if (theory) return null;
  return data.kind === "file"
    ? "Which lags theory selects is not known: the law behind a file is not."
    : "Which lags theory selects was not looked at: for this law it takes a while. Ask for the run's theory to know.";
}

function isFinding(remark: Remark): remark is Finding {
  return remark !== null && typeof remark !== "string";
}

function isNote(remark: Remark): remark is string {
  return typeof remark === "string";
}
