/** From what is asked for to the engine that does it. */
import { availableParallelism } from "node:os";
import { createCpuEngine } from "./cpu/cpuEngine";
import type { Engine, EngineRequest } from "./engine";
import { createReferenceEngine } from "./reference/referenceEngine";

/** More threads than this only wait for one another. */
const MOST_THREADS = 8;

/**
 * Makes the engine that `request` asks for, with its data laid out and its threads started.
 * @throws RangeError when the data cannot be held or indexed as asked; the message says what to change.
 */
export async function createEngine(request: EngineRequest): Promise<Engine> {
  if (request.kind === "reference") return createReferenceEngine(request);
  return createCpuEngine(request, threadCount(request.threads));
}

function threadCount(threads: EngineRequest["threads"]): number {
  return threads === "auto" ? Math.min(MOST_THREADS, availableParallelism()) : threads;
}
