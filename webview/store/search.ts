/** Finding a place in what is sorted. */

/** The first index from `from` on at which it is so; `count` where it never is. Once it is so, it has to stay so. */
export function firstIndexWhere(count: number, isSo: (index: number) => boolean, from = 0): number {
  let [low, high] = [from, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSo(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
