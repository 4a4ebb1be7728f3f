/**
 * From what is asked for to the engine that does it. Only `auto` chooses, and says why; what is asked for by name is never
 * replaced by something else.
 */
import { availableParallelism } from "node:os";
import { engineBySource } from "./bySource";
import { createCpuEngine, type CpuRequest } from "./cpu/createCpuEngine";
import type { Engine, EngineRequest, MixedRequest, TokenRequest } from "./engine";
import { WindowsError } from "./cpu/choice";
import { createMixedEngine } from "./mixed";
import { createReferenceEngine } from "./reference/referenceEngine";
import { createTfjsEngine } from "./tfjs";
import { createWebgpuEngine } from "./webgpu";

/** More threads than this only wait for one another. */
const MOST_THREADS = 8;

/**
 * Makes the engine that `request` asks for, with its data laid out and its threads started.
 * @throws RangeError when the data cannot be held or indexed as asked, or the engine has no kernels for the model; the
 *   message says what to change
 * @throws EngineAbsentError when what it needs is not installed, or there is no device
 */
export async function createEngine(request: EngineRequest): Promise<Engine> {
  return isMixed(request) ? createMixedEngine(request) : engineBySource(request, createTokenEngine);
}

function isMixed(request: EngineRequest): request is MixedRequest {
  return request.model.family === "mixed-target";
}

async function createTokenEngine(request: TokenRequest): Promise<Engine> {
  const threads = threadCount(request.threads);
  switch (request.kind) {
    case "reference":
      return createReferenceEngine(request);
    case "tfjs":
      return createTfjsEngine(request, threads);
    case "webgpu":
      if (request.model.family !== "disentangled") throw withoutKernels(request);
      if (request.training.kind === "online" && request.training.law.global) throw withoutGlobal();
      return createWebgpuEngine(request);
    case "cpu":
      if (!isWindowed(request)) throw withoutKernels(request);
      return createCpuEngine(request, threads);
    case "auto":
      return createFastest(request, threads);
  }
}

/** The kernels copy tokens for the disentangled model alone; of others they take the windows of a fixed set. */
async function createFastest(request: TokenRequest, threads: number): Promise<Engine> {
  if (!isWindowed(request)) return createTfjsEngine(request, threads);
  if (request.model.family === "disentangled") return createCpuEngine(request, threads);
  if (request.training.kind === "online") {
    return createReferenceEngine(request, "the kernels for this family need a fixed set");
  }
  try {
    return await createCpuEngine(request, threads);
  } catch (error) {
    if (!(error instanceof WindowsError)) throw error;
    return createReferenceEngine(request, error.message);
  }
}

function isWindowed(request: TokenRequest): request is CpuRequest {
  const { family } = request.model;
  return family === "disentangled" || family === "full" || family === "mlp";
}

function withoutGlobal(): RangeError {
  return new RangeError(
    'the webgpu engine draws fresh sequences of one chain only: for data.kind "mixed-markov" set data.online to false, or engine.kind to "cpu"',
  );
}

function withoutKernels({ kind, model: { family } }: TokenRequest): RangeError {
  const able = family === "deep" || family === "absolute" ? '"tfjs"' : '"cpu", "tfjs"';
  return new RangeError(
    `engine.kind "${kind}" has no kernels for the model family ${family}: use "auto", ${able} or "reference"`,
  );
}

function threadCount(threads: EngineRequest["threads"]): number {
  return threads === "auto" ? Math.min(MOST_THREADS, availableParallelism()) : threads;
}
