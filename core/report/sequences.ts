/** The sequences that a report holds, so that they can be traced in it: the first ones of each set. */
import path from "node:path";
import { isMixed, isOfTokens, type Experiment, type MixedExperiment, type TokenExperiment } from "../config";
import type { HeldSequences, SequenceSet } from "../protocol";
import { scalarsAt, sequenceAt } from "../training";
import { grouped } from "./fit";

/** Of each set, so many sequences, or fewer where they are long; but one at least. */
const mostSequences = 100;
const mostTokens = 200_000;
/** Scalars take eight bytes, and hardly let themselves be compressed. */
const mostScalars = 10_000;

/** @param experiment null where it cannot be read: then nobody knows the data */
export async function heldSequences(experiment: Experiment | null): Promise<HeldSequences[]> {
  const sets: readonly SequenceSet[] = ["validation", "train"];
  return Promise.all(sets.map(async (set) => (experiment ? heldOf(experiment, set) : unknownSet(set))));
}

/** `To be traced it holds 100 of 1,000 validation and 100 of 9,000 training sequences.`; empty where it holds all. */
export function sequencesWords(sequences: readonly HeldSequences[]): string {
  const parts = sequences.flatMap((each) => {
    if (each.kind === "problem") return [];
    const { length } = each.kind === "scalars" ? each.scalars : each.tokens;
    if (each.count * each.width === length) return [];
    return [`${grouped(length / each.width)} of ${grouped(each.count)} ${nouns[each.set]}`];
  });
  return parts.length === 0 ? "" : `To be traced it holds ${parts.join(" and ")} sequences.`;
}

const nouns: Readonly<Record<SequenceSet, string>> = { train: "training", validation: "validation" };

async function heldOf(experiment: Experiment, set: SequenceSet): Promise<HeldSequences> {
  if (isOfTokens(experiment)) return firstOf(experiment, set);
  return isMixed(experiment) ? firstScalars(experiment, set) : unknownSet(set);
}

async function firstScalars(experiment: MixedExperiment, set: SequenceSet): Promise<HeldSequences> {
  const none = set === "validation" && experiment.data.validationSequences === 0;
  if (none)
    return { kind: "problem", set, problem: "There are no validation sequences: nothing is held out." };
  const { count, scalars } = await scalarsAt(experiment, { set, index: 0 });
  const width = scalars.length;
  const held = Math.max(1, Math.min(mostSequences, count, Math.floor(mostScalars / width)));
  const all = new Float64Array(held * width);
  for (let index = 0; index < held; index++) {
    all.set((await scalarsAt(experiment, { set, index })).scalars, index * width);
  }
  return { kind: "scalars", set, count, width, scalars: all };
}

async function firstOf(experiment: TokenExperiment, set: SequenceSet): Promise<HeldSequences> {
  try {
    const { count, tokens } = await sequenceAt(experiment, { set, index: 0 });
    const width = tokens.length;
    const held = Math.max(1, Math.min(mostSequences, count, Math.floor(mostTokens / width)));
    const all = new Uint8Array(held * width);
    all.set(tokens);
    for (let index = 1; index < held; index++) {
      all.set((await sequenceAt(experiment, { set, index })).tokens, index * width);
    }
    return { kind: "held", set, count, width, tokens: all };
  } catch (error) {
    // A data file that has gone since is no reason to have no report.
    const words = error instanceof Error ? error.message : String(error);
    return { kind: "problem", set, problem: withoutFolder(words, experiment) };
  }
}

/** A report says nothing of the folders it came from. */
function withoutFolder(words: string, { data }: Experiment): string {
  return data.kind === "file" ? words.replaceAll(data.path, path.basename(data.path)) : words;
}

function unknownSet(set: SequenceSet): HeldSequences {
  return { kind: "problem", set, problem: "The run's configuration cannot be read, and with it its data." };
}
