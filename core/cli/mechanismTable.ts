/** What those lose who know either of two laws, or both, as a table for people. */
import type { MechanismScore, MechanismStudy } from "../studies";
import { lagSetName, type Estimate } from "../theory";
import { counted } from "./numbers";
import { softmaxRemark, withError } from "./predictorNames";
import { tableLines } from "./table";

/** @param rule the model's own loss: told besides the log loss where it is another */
export function mechanismLines(study: MechanismStudy, rule: "log" | "softmax"): string[] {
  const table = (loss: "loss" | "logLoss") =>
    tableLines(
      [
        ["", "all", "its own chain", "the shared n-gram"],
        ...study.predictors.map((score) => [mechanismName(score, study), ...cells(score[loss])]),
      ],
      { right: [1, 2, 3] },
    );
  return [
    `Mean log losses on the ${counted(study.sequences, "validation sequence")}, with standard errors, by what the target follows:`,
    ...table("logLoss"),
    ...(rule === "log"
      ? []
      : [`The same by the model's own loss, ${rule}:`, ...table("loss"), softmaxRemark]),
  ];
}

function cells({ all, own, shared }: MechanismScore["loss"]): string[] {
  return [all, own, shared].map((loss: Estimate | null) => (loss ? withError(loss) : "—"));
}

function mechanismName({ kind }: MechanismScore, { parents, globalParents }: MechanismStudy): string {
  switch (kind) {
    case "uniform":
      return "uniform";
    case "lazy":
      return "lazy: knows the shared n-gram, and of the chain nothing";
    case "sharedFrequencies":
      return `in-context frequencies after the shared parents ${lagSetName(globalParents)}`;
    case "ownFrequencies":
      return `rich: in-context frequencies after the chain's parents ${lagSetName(parents)}`;
    case "bothFrequencies":
      return "both, by frequencies: knows the shared n-gram, counts the chain in context";
    case "bothBayes":
      return "both, Bayes: knows the shared n-gram, infers the chain in context";
    case "oracle":
      return "oracle: knows the shared n-gram and the chain";
  }
}
