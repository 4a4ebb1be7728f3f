/**
 * Which positions of a sequence see the same window of M tokens? Layer 1 knows no more of a position, so a model is
 * computed once for each distinct window, however long the sequence. Where there are too many windows to number, every
 * position has one of its own.
 */

export interface SequenceWindows {
  /** Where each distinct window is seen first, as a place in the tokens; the first `count` are of this sequence. */
  readonly places: Uint32Array;
  /** Distinct window of every position, from 0. */
  readonly slots: Uint32Array;
  readonly count: number;
}

/** Finds the windows of one sequence after the other; each finding overwrites the one before. */
export type WindowFinder = (tokens: Uint8Array, start: number) => SequenceWindows;

/** Windows that can be numbered: tables that stay in the near caches. */
const mostNumbered = 2 ** 16;

/**
 * @param window M @param length L; positions from `firstKey` on count
 */
export function windowFinder(
  alphabetSize: number,
  window: number,
  length: number,
  firstKey: number,
): WindowFinder {
  const numbered = alphabetSize ** window;
  return numbered <= mostNumbered
    ? byNumber(alphabetSize, window, length, firstKey)
    : oneByOne(length, firstKey);
}

/** A full window's number has its tokens for digits; shorter ones occur once each, at the beginning. */
function byNumber(d: number, window: number, length: number, firstKey: number): WindowFinder {
  const places = new Uint32Array(length);
  const slots = new Uint32Array(length);
  const numbers = d ** window;
  const slotOf = new Uint32Array(numbers);
  const stamps = new Float64Array(numbers);
  let stamp = 0;
  return (tokens, start) => {
    stamp++;
    let number = 0;
    let count = 0;
    for (let position = 0; position < length; position++) {
      const at = start + position;
      if (position >= firstKey) {
        if (position < window) {
          places[count] = at;
          slots[position] = count++;
        } else if (stamps[number] === stamp) {
          slots[position] = slotOf[number];
        } else {
          stamps[number] = stamp;
          slotOf[number] = count;
          places[count] = at;
          slots[position] = count++;
        }
      }
      number = number * d + tokens[at];
      if (position >= window) number -= tokens[at - window] * numbers;
    }
    return { places, slots, count };
  };
}

function oneByOne(length: number, firstKey: number): WindowFinder {
  const count = Math.max(0, length - firstKey);
  const places = new Uint32Array(count);
  const slots = Uint32Array.from({ length }, (_, position) => Math.max(0, position - firstKey));
  return (_tokens, start) => {
    for (let slot = 0; slot < count; slot++) places[slot] = start + firstKey + slot;
    return { places, slots, count };
  };
}
