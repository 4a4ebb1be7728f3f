/** Parts that show one sequence through one run's circuit: which run of a comparison, and the first sequence asked for. */
import { nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import type { SequencePlace, SequenceSet } from "../../core/protocol";
import { choice } from "../controls";
import { isComparison } from "../plots";
import type { ShownRun } from "../store";
import { Part } from "./part";

export abstract class SequencePart extends Part {
  /** Of a comparison, the run whose circuit is shown; null: the first. */
  @state() private accessor chosenRun: string | null = null;
  /** The run whose first sequence was asked for. */
  #askedOf: string | null = null;

  /** Whether there is a sequence already. */
  protected abstract get hasSequence(): boolean;
  protected abstract ask(place: SequencePlace): void;

  protected override updated(): void {
    const { facts } = this.main;
    if (this.hasSequence || this.#askedOf === facts.run) return;
    const [set] = setsOf(this.main).toReversed();
    if (!set) return;
    this.#askedOf = facts.run;
    this.ask({ set, index: 0 });
  }

  protected get run(): ShownRun {
    return this.runs.find(({ facts }) => facts.run === this.chosenRun) ?? this.main;
  }

  /** Nothing where there is no choice. */
  protected runChoice(label: string): TemplateResult | typeof nothing {
    if (!isComparison(this.runs) || this.runs.length < 2) return nothing;
    return choice({
      label,
      options: this.runs
        .filter(({ role }) => role !== "ghost")
        .map(({ facts }) => ({ value: facts.run, text: facts.title })),
      value: this.run.facts.run,
      onChange: (chosen) => (this.chosenRun = chosen),
    });
  }
}

/** Those with sequences in them, training first. */
export function setsOf({ facts: { experiment } }: ShownRun): readonly SequenceSet[] {
  if (!experiment) return noSets;
  return experiment.data.validationSequences > 0 ? bothSets : trainingOnly;
}

// The same lists each time: what shows them is drawn anew only with others.
const noSets: readonly SequenceSet[] = [];
const trainingOnly: readonly SequenceSet[] = ["train"];
const bothSets: readonly SequenceSet[] = ["train", "validation"];
