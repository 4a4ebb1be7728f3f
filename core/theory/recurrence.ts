/**
 * Does a chain mix at all? A matter of which transitions are possible: there must be one class of contexts that is
 * never left, and its cycles must have no common divisor. How fast a chain mixes is not asked here.
 */
import type { Contexts } from "./contexts";

export interface Recurrence {
  /** The contexts of the one class that is never left, ascending. */
  readonly members: Uint32Array;
  /** Greatest common divisor of its cycles; 1 where it mixes. */
  readonly period: number;
}

/**
 * @param above transitions up to this probability count as impossible
 * @returns null where there are several classes that are never left
 */
export function recurrenceOf(
  contexts: Contexts,
  transitions: Float64Array,
  above: number,
): Recurrence | null {
  const { count } = contexts;
  if (transitions.every((probability) => probability > above)) {
    return { members: Uint32Array.from({ length: count }, (_, context) => context), period: 1 };
  }
  const backward = predecessors(contexts, transitions, above);
  const forward = successors(contexts, transitions, above);
  // If some context can be reached from all, the last one that a search against the arrows had to start at is one.
  const seen = new Int32Array(count).fill(-1);
  let root = 0;
  for (let context = 0; context < count; context++) {
    if (seen[context] >= 0) continue;
    root = context;
    search(root, backward, seen);
  }
  if (search(root, backward, new Int32Array(count).fill(-1)) < count) return null;
  const level = new Int32Array(count).fill(-1);
  search(root, forward, level);
  const members = Uint32Array.from(Array.from(level.keys()).filter((context) => level[context] >= 0));
  return { members, period: periodOf(members, level, forward) };
}

/** The contexts next to one, written into a list of d; returns how many. */
type Neighbours = (context: number, into: Uint32Array) => number;

function successors(
  { alphabetSize, older, rows }: Contexts,
  transitions: Float64Array,
  above: number,
): Neighbours {
  return (context, into) => {
    const row = rows[context] * alphabetSize;
    const next = (context % older) * alphabetSize;
    let found = 0;
    for (let token = 0; token < alphabetSize; token++) {
      if (transitions[row + token] > above) into[found++] = next + token;
    }
    return found;
  };
}

function predecessors(
  { alphabetSize, older, rows }: Contexts,
  transitions: Float64Array,
  above: number,
): Neighbours {
  return (context, into) => {
    const token = context % alphabetSize;
    const kept = (context - token) / alphabetSize;
    let found = 0;
    for (let oldest = 0; oldest < alphabetSize; oldest++) {
      const before = kept + oldest * older;
      if (transitions[rows[before] * alphabetSize + token] > above) into[found++] = before;
    }
    return found;
  };
}

/** Breadth first from `start`: steps to all that was not seen before. @returns how many that were */
function search(start: number, neighbours: Neighbours, level: Int32Array): number {
  const next = new Uint32Array(256);
  let frontier = [start];
  let reached = 1;
  level[start] = 0;
  for (let steps = 1; frontier.length > 0; steps++) {
    const beyond: number[] = [];
    for (const context of frontier) {
      for (let found = neighbours(context, next) - 1; found >= 0; found--) {
        if (level[next[found]] >= 0) continue;
        level[next[found]] = steps;
        beyond.push(next[found]);
      }
    }
    reached += beyond.length;
    frontier = beyond;
  }
  return reached;
}

function periodOf(members: Uint32Array, level: Int32Array, forward: Neighbours): number {
  const next = new Uint32Array(256);
  let period = 0;
  for (const context of members) {
    for (let found = forward(context, next) - 1; found >= 0; found--) {
      period = commonDivisor(period, Math.abs(level[context] + 1 - level[next[found]]));
    }
  }
  return period;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
