/** Guesses what a misspelt word was meant to be. */

/** The candidate closest to `word`, or undefined when none is close; case, `_` and `-` do not count. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const plainWord = plain(word);
  const allowance = Math.max(1, Math.floor(plainWord.length / 3));
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: editDistance(plainWord, plain(candidate)) }))
    .filter(({ distance }) => distance <= allowance)
    .sort((left, right) => left.distance - right.distance);
  if (best) return best.candidate;
  const longer = candidates.filter(
    (candidate) => plainWord.length > 2 && plain(candidate).startsWith(plainWord),
  );
  return longer.length === 1 ? longer[0] : undefined;
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[_-]/g, "");
}

/** Insertions, deletions, replacements and swaps of neighbours between two words. */
function editDistance(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      current[column] = Math.min(
        last[column] + 1,
        current[column - 1] + 1,
        last[column - 1] + (same ? 0 : 1),
      );
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (swapped && row > 1 && column > 1) {
        current[column] = Math.min(current[column], beforeLast[column - 2] + 1);
      }
    }
    [beforeLast, last] = [last, current];
  }
  return last[right.length];
}
