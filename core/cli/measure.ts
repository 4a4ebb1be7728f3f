/**
 * Timing that can be trusted on a noisy machine: many rounds, the candidates in turn within each, medians. A turn is
 * several units of work in a row, as training does them, so that nobody pays for the others' use of the caches.
 */

export interface Candidate {
  readonly name: string;
  /** One measured unit of work. */
  run(): Promise<void>;
}

export interface Timing {
  readonly name: string;
  /** Milliseconds. */
  readonly median: number;
  /** Tenth and ninetieth percentile, milliseconds. */
  readonly p10: number;
  readonly p90: number;
  readonly rounds: number;
}

/** Runs the candidates one after the other, `rounds` times `turn` units, after a fifth as many that do not count. */
export async function interleaved(
  candidates: readonly Candidate[],
  rounds: number,
  turn = 1,
): Promise<Timing[]> {
  const warmup = Math.ceil(rounds / 5);
  const times = candidates.map(() => new Float64Array(rounds));
  for (let round = -warmup; round < rounds; round++) {
    for (const [index, candidate] of candidates.entries()) {
      await candidate.run();
      const start = performance.now();
      for (let unit = 0; unit < turn; unit++) await candidate.run();
      if (round >= 0) times[index][round] = (performance.now() - start) / turn;
    }
  }
  return candidates.map(({ name }, index) => summary(name, times[index]));
}

function summary(name: string, times: Float64Array): Timing {
  const sorted = times.toSorted();
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { name, median: at(0.5), p10: at(0.1), p90: at(0.9), rounds: sorted.length };
}
