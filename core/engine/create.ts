/** From what is asked for to the engine that does it. Only `auto` chooses, and says why; what is asked for by name is never replaced. */
import { availableParallelism } from "node:os";
import { createCpuEngine, type CpuRequest } from "./cpu/cpuEngine";
import type { Engine, EngineRequest } from "./engine";
import { createReferenceEngine } from "./reference/referenceEngine";

/** More threads than this only wait for one another. */
const MOST_THREADS = 8;

/**
 * Makes the engine that `request` asks for, with its data laid out and its threads started.
 * @throws RangeError when the data cannot be held or indexed as asked, or the engine has no kernels for the model; the
 *   message says what to change
 */
export async function createEngine(request: EngineRequest): Promise<Engine> {
  const { kind, model } = request;
  if (kind === "reference") return createReferenceEngine(request);
  if (hasKernels(request)) return createCpuEngine(request, threadCount(request.threads));
  if (kind === "auto") return createReferenceEngine(request);
  throw new RangeError(
    `engine.kind "${kind}" has no kernels for the model family ${model.family}: use "auto" or "reference"`,
  );
}

function hasKernels(request: EngineRequest): request is CpuRequest {
  const { family } = request.model;
  return family === "disentangled" || family === "full" || family === "mlp";
}

function threadCount(threads: EngineRequest["threads"]): number {
  return threads === "auto" ? Math.min(MOST_THREADS, availableParallelism()) : threads;
}
