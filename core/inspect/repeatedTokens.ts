/** Random tokens that are repeated: what induction heads are looked for with. The same for every run of an alphabet. */

/** Tokens of a block, and how often it comes: as in Olsson et al. 2022. */
export const blockLength = 25;
const fewestBlocks = 4;
/** Sequences that measures are means over. */
const count = 4;

/**
 * Each of blocks of 25 tokens, uniform and independent, that come four times one behind the other; more often where a
 * window reaches further back. @param window M
 */
export function repeatedTokens(alphabetSize: number, window: number): readonly Uint8Array[] {
  const blocks = Math.max(fewestBlocks, Math.ceil(window / blockLength) + 3);
  const random = mulberry32(alphabetSize);
  return Array.from({ length: count }, () => {
    const block = Uint8Array.from({ length: blockLength }, () => Math.floor(random() * alphabetSize));
    return Uint8Array.from({ length: blocks * blockLength }, (_, at) => block[at % blockLength]);
  });
}

/** Uniform in 0..1: Tommy Ettinger's generator, good enough to fill a few blocks. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
