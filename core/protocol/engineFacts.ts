/** What computed a run, as pages and trees are told of it. */

export interface EngineFacts {
  readonly kind: string;
  /** Of the tfjs engine. */
  readonly backend?: string;
  /** As its maker calls it, where it is not just the processor. */
  readonly device?: string;
  readonly threads: number;
  readonly path: string;
}

/** Of an engine's description of itself, without its reasons. */
export function engineFacts({ kind, backend, device, threads, path }: EngineFacts): EngineFacts {
  return {
    kind,
    ...(backend !== undefined && { backend }),
    ...(device !== undefined && { device }),
    threads,
    path,
  };
}
