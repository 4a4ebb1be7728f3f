/**
 * The fast engine laid out: float32 kernels in WebAssembly SIMD on several threads, float64 parameters and gradients
 * outside. Fixed data go through the window table or the direct kernel, whichever is cheaper; fresh batches through the
 * sampler and the direct kernel.
 */
import { compileSampler, type TokenSet } from "../../data";
import type { WindowedModel } from "../../model";
import type { Engine, EngineDescription, TokenRequest } from "../engine";
import { choosePath, type Choice } from "./choice";
import { CpuEngine, type FixedJob, type ValuedJob } from "./cpuEngine";
import { directJob } from "./directJob";
import { givenValues } from "./givenValues";
import { reserveParameters, writeSubsetTree, type SharedParameters } from "./job";
import { kernelViewOf, type KernelModel } from "./kernelModel";
import engineBytes from "./kernels.wasm";
import { onlineJob, type OnlineJob } from "./onlineJob";
import { Arena } from "./plan";
import { tableJob } from "./tableJob";
import { KernelThreads } from "./threads";
import { analyticValues, type MakeValueSource } from "./valueSource";

/** What the kernels can train: values of other families are no function of a window. */
export interface CpuRequest extends TokenRequest {
  readonly model: WindowedModel;
}

/** What another engine that computes values itself has the kernels do the rest for. */
export interface ValuedRequest extends CpuRequest {
  readonly makeValues: MakeValueSource;
  /** How the engine is described. @param reason what the kernels say of the data */
  describe(reason: string): Omit<EngineDescription, "threads">;
}

/**
 * Of the disentangled model everything; of others the kernels are given the values of windows.
 * @throws RangeError when the data cannot be held, or not be indexed on a path that was asked for
 */
export async function createCpuEngine(request: CpuRequest | ValuedRequest, threads: number): Promise<Engine> {
  const { training, validation } = request;
  const valued = "makeValues" in request ? request : null;
  const view = kernelViewOf(request.model, valued ? true : undefined);
  const { model } = view;
  const arena = new Arena();
  const shared = reserveParameters(arena, model);
  const train = trainingJobs(arena, model, request, shared, threads);
  const held =
    validation && fixedJob(arena, model, validation, choosePath(model, validation, "auto"), shared, threads);
  const memory = arena.memory();
  writeSubsetTree(memory, shared.subsetTree, model);
  train.job.write(memory);
  held?.write(memory);
  const [engine, sampler] = await Promise.all([WebAssembly.compile(engineBytes), compileSampler()]);
  const pool = new KernelThreads({ engine, sampler }, memory, threads);
  const description: EngineDescription = {
    ...{ kind: "cpu", threads, path: train.job.kernel, reason: train.reason },
    ...valued?.describe(train.reason),
  };
  const makeValues = valued?.makeValues ?? analyticValues(request.model);
  const withValues = (job: FixedJob): ValuedJob => ({
    job,
    given:
      model.valuesGiven && job.kernel === "table" ? givenValues(request.model, model, job, makeValues) : null,
  });
  return new CpuEngine({
    description,
    model: request.model,
    view,
    training,
    memory,
    pool,
    shared,
    train: withValues(train.job),
    online: train.online,
    validation: held && withValues(held),
  });
}

interface TrainingJobs {
  readonly job: FixedJob;
  readonly online: OnlineJob | null;
  readonly reason: string;
}

function trainingJobs(
  arena: Arena,
  model: KernelModel,
  { training, path }: TokenRequest,
  shared: SharedParameters,
  threads: number,
): TrainingJobs {
  if (training.kind === "fixed") {
    const choice = choosePath(model, training.data, path);
    return {
      job: fixedJob(arena, model, training.data, choice, shared, threads),
      online: null,
      reason: choice.reason,
    };
  }
  if (model.valuesGiven) {
    throw new RangeError(
      'this model\'s kernels need fixed data: set data.online to false, or use engine.kind "auto" or "reference"',
    );
  }
  if (path === "table") {
    throw new RangeError('engine.path "table" needs fixed data: with data.online, use "auto" or "direct"');
  }
  const size = { count: training.batchSize, sequenceLength: training.law.sequenceLength };
  const job = directJob(arena, model, size, shared, threads);
  return { job, online: onlineJob(arena, training, job), reason: "fresh sequences at every step" };
}

function fixedJob(
  arena: Arena,
  model: KernelModel,
  data: TokenSet,
  choice: Choice,
  shared: SharedParameters,
  threads: number,
): FixedJob {
  return choice.path === "table"
    ? tableJob(arena, model, choice.table, shared, threads)
    : directJob(arena, model, data, shared, threads);
}
