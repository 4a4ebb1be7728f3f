/** Timing that can be trusted on a noisy machine: many rounds, the candidates in turn within each, medians. */

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

/** Runs the candidates one after the other, `rounds` times, after `warmup` rounds that do not count. */
export async function interleaved(
  candidates: readonly Candidate[],
  rounds: number,
  warmup: number,
): Promise<Timing[]> {
  const times = candidates.map(() => new Float64Array(rounds));
  for (let round = -warmup; round < rounds; round++) {
    for (const [index, candidate] of candidates.entries()) {
      const start = performance.now();
      await candidate.run();
      if (round >= 0) times[index][round] = performance.now() - start;
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
