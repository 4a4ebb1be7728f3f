/** Studies of a run in a line each: that there are some, and what they come down to. */
import { expectedPlateau, type Studies, type StudyKind } from "../studies";
import { lagSetName } from "../theory";
import { counted, decimal, grouped } from "./numbers";

export interface StudySummary {
  readonly study: Exclude<StudyKind, "diagnosis">;
  /** The checkpoint's; null for theory, which knows no model. */
  readonly step: number | null;
  readonly words: string;
}

/** The diagnosis is told by itself. */
export function studySummaries({
  theory,
  mechanisms,
  transition,
  evaluation,
  ablation,
}: Studies): StudySummary[] {
  const summaries: StudySummary[] = [];
  if (theory) summaries.push({ study: "theory", step: null, words: theoryWords(theory) });
  if (mechanisms) summaries.push({ study: "mechanisms", step: null, words: mechanismWords(mechanisms) });
  if (transition) summaries.push({ study: "transition", step: null, words: transitionWords(transition) });
  if (evaluation) {
    const { step } = evaluation;
    const words = `evaluated at step ${grouped(step)}: ${gridWords(evaluation)}`;
    summaries.push({ study: "evaluation", step, words });
  }
  if (ablation) {
    const { step, knockOuts, variants } = ablation;
    const trained = Math.max(0, variants.length - 1);
    const words =
      `ablated at step ${grouped(step)}: ${counted(knockOuts.length, "part")} knocked out` +
      (trained > 0 ? `, ${counted(trained, "variant")} trained` : "");
    summaries.push({ study: "ablation", step, words });
  }
  return summaries;
}

function theoryWords({ sets, selected, gap, draws }: NonNullable<Studies["theory"]>): string {
  const lead = gap ? `, ΔĨ ${decimal(gap.mean)} ± ${decimal(gap.standardError)}` : "";
  return `theory: S* is ${lagSetName(sets[selected].lags)}${lead}, over ${counted(draws, "chain")}`;
}

/** On targets of the chains, which alone have something to find out. */
function mechanismWords({ predictors }: NonNullable<Studies["mechanisms"]>): string {
  const named = { lazy: "lazy", bothBayes: "Bayes", oracle: "the oracle" } as const;
  const losses = Object.entries(named).flatMap(([kind, name]) => {
    const own = predictors.find((score) => score.kind === kind)?.loss.own;
    return own ? [`${name} ${decimal(own.mean)}`] : [];
  });
  return losses.length === 0 ? "predictors by source" : `on targets of the chains lose ${losses.join(", ")}`;
}

function transitionWords(study: NonNullable<Studies["transition"]>): string {
  const time = expectedPlateau(study);
  if (time === null) return "theory: no plateau that ends";
  return study.stepTime === null
    ? `theory: T_II is ${decimal(time)} of flow time`
    : `theory: T_II is ${counted(Math.round(time / study.stepTime), "step")}`;
}

function gridWords({ cells }: NonNullable<Studies["evaluation"]>): string {
  const lengths = new Set(cells.map(({ sequenceLength }) => sequenceLength)).size;
  const alphas = new Set(cells.map(({ alpha }) => alpha)).size;
  const floors = new Set(cells.map(({ floor }) => floor)).size;
  const priors = `${counted(alphas, "value")} of α${floors > 1 ? ` and ${floors} floors` : ""}`;
  return `${counted(lengths, "length")}, ${priors}`;
}
