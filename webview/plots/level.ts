/** A number that curves are held against, as a curve that stays where it is. */
import type { Series } from "../store";

/** As far as `along` goes; empty where that is. */
export function levelAlong({ steps, places }: Series, value: number): Series {
  const last = steps.length - 1;
  if (last < 0) return { steps: [], places: [], values: [] };
  const ends = [0, last];
  return {
    steps: ends.map((row) => steps[row]),
    places: ends.map((row) => places[row]),
    values: ends.map(() => value),
  };
}
