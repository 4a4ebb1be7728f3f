/** The sequences that a report holds, so that they can be traced in it: the first ones of each set. */
import path from "node:path";
import { isMixed, isOfTokens, type Experiment } from "../config";
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
  try {
    if (isMixed(experiment)) {
      const read = (index: number) => scalarsAt(experiment, { set, index });
      const { values, ...held } = await firstOf(read, ({ scalars }) => scalars, mostScalars);
      return { kind: "scalars", set, ...held, scalars: Float64Array.from(values) };
    }
    if (!isOfTokens(experiment)) return unknownSet(set);
    const read = (index: number) => sequenceAt(experiment, { set, index });
    const { values, ...held } = await firstOf(read, ({ tokens }) => tokens, mostTokens);
    return { kind: "held", set, ...held, tokens: Uint8Array.from(values) };
  } catch (error) {
    // A data file that has gone since is no reason to have no report.
    const words = error instanceof Error ? error.message : String(error);
    return { kind: "problem", set, problem: withoutFolder(words, experiment) };
  }
}

/** @param most values of all of them together */
async function firstOf<Read extends { readonly count: number }>(
  read: (index: number) => Promise<Read>,
  valuesOf: (sequence: Read) => ArrayLike<number>,
  most: number,
) {
  const first = await read(0);
  const { count } = first;
  const width = valuesOf(first).length;
  const held = Math.max(1, Math.min(mostSequences, count, Math.floor(most / width)));
  const values = new Float64Array(held * width);
  values.set(valuesOf(first));
  for (let index = 1; index < held; index++) values.set(valuesOf(await read(index)), index * width);
  return { count, width, values };
}

/** A report says nothing of the folders it came from. */
function withoutFolder(words: string, { data }: Experiment): string {
  return data.kind === "file" ? words.replaceAll(data.path, path.basename(data.path)) : words;
}

function unknownSet(set: SequenceSet): HeldSequences {
  return { kind: "problem", set, problem: "The run's configuration cannot be read, and with it its data." };
}
