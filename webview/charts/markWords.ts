/** Where marks lie across a drawing, and as much of their words as there is room for beside each. */
import type { Mark } from "./plot";

export interface Across {
  /** Where a place lies, in pixels. */
  readonly x: (place: number) => number;
  readonly left: number;
  readonly right: number;
  /** The width of words in pixels. */
  readonly measure: (words: string) => number;
}

export interface Placed {
  readonly mark: Mark;
  readonly at: number;
  /** Empty where there is no room. */
  readonly words: string;
  readonly wordsAt: number;
}

/** Of their lines; a whole line is where the page stands. */
export const markDashes: Readonly<Record<Mark["kind"], number[]>> = {
  edit: [4, 3],
  stage: [1, 3],
  phase: [6, 3, 1, 3],
};

/** Room that words keep from each other and from lines. */
const gap = 4;

/** Those in sight, in their order. */
export function placed(marks: readonly Mark[], { x, left, right, measure }: Across): readonly Placed[] {
  const shown = marks
    .map((mark) => ({ mark, at: x(mark.place) }))
    .filter(({ at }) => at >= left - 1 && at <= right + 1);
  return shown.map(({ mark, at }, index) => {
    const end = index + 1 < shown.length ? shown[index + 1].at : right;
    const all = mark.kind === "edit" ? `▲ ${mark.words}` : mark.words;
    return { mark, at, words: fitting(all, end - at - 2 * gap, measure), wordsAt: at + gap };
  });
}

/** As much of the words as there is room for; nothing where that says nothing. */
export function fitting(words: string, room: number, measure: Across["measure"]): string {
  if (measure(words) <= room) return words;
  let length = words.length;
  while (length > 0 && measure(`${words.slice(0, length)}…`) > room) length--;
  return length < 3 ? "" : `${words.slice(0, length)}…`;
}
