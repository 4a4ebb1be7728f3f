/** `bench`: how long a step of an experiment takes on this machine, by stage, path of the engine and threads. */
import { availableParallelism } from "node:os";
import { createEngine, type Engine, type EngineRequest } from "../../engine";
import { prepareProblem, withAbsolutePaths, type TrainingProblem } from "../../training";
import { ExitCode } from "../exit";
import { interleaved, type Candidate } from "../measure";
import { stepTime } from "../numbers";
import type { Output } from "../output";
import { loadExperiment } from "../source";
import { tableLines } from "../table";

export interface BenchOptions {
  readonly set?: readonly string[];
  readonly rounds: number;
}

/** Steps in a row of one candidate before the next has its turn. */
const STEPS_IN_A_ROW = 5;

export async function bench(source: string, options: BenchOptions, output: Output): Promise<number> {
  const { experiment, directory } = await loadExperiment(source, options.set ?? [], output);
  const problem = await prepareProblem(withAbsolutePaths(experiment, directory));
  const rows: string[][] = [["stage", "path", "threads", "median", "p10", "p90"]];
  for (const [place, stage] of experiment.training.stages.entries()) {
    const engines = await enginesFor(problem.request);
    if (place === 0) tellChoice(engines[0], experiment.model.family, output);
    const candidates = engines.map((engine) => stepping(engine, problem, stage.train));
    const timings = await interleaved(candidates, options.rounds, STEPS_IN_A_ROW);
    for (const [index, { median, p10, p90 }] of timings.entries()) {
      const { path, threads } = engines[index].description;
      output.object("timing", { stage: stage.name, train: stage.train, path, threads, median, p10, p90 });
      rows.push([stage.name, path, String(threads), ...[median, p10, p90].map((ms) => stepTime(ms / 1000))]);
    }
    await Promise.all(engines.map((engine) => engine.dispose()));
  }
  for (const line of tableLines(rows, { right: [2, 3, 4, 5] })) output.line(line);
  return ExitCode.done;
}

/** Where the cpu engine has nothing for the model, whose times these are. */
function tellChoice({ description }: Engine, family: string, output: Output): void {
  const { kind, backend } = description;
  if (kind === "cpu") return;
  const name = backend === undefined ? kind : `${kind} on ${backend}`;
  output.line(
    `The cpu engine has no kernels for this (family ${family}); timed is what auto chooses, ${name}.`,
  );
}

/**
 * The cpu engine on both paths, where the data allow them, on one thread and on all; else the one that auto chooses. Of the
 * mixed target there is one path, on one thread.
 */
async function enginesFor(request: EngineRequest): Promise<Engine[]> {
  const isMixed = request.model.family === "mixed-target";
  const threads = isMixed ? [1] : [...new Set([1, availableParallelism()])];
  const paths =
    isMixed || request.training.kind === "online" ? (["direct"] as const) : (["table", "direct"] as const);
  const requests = paths.flatMap((path) =>
    threads.map((count): EngineRequest => ({
      ...request,
      kind: "cpu",
      path,
      threads: count,
      validation: null,
    })),
  );
  const made = await Promise.allSettled(requests.map(createEngine));
  const engines = made.flatMap((engine) => (engine.status === "fulfilled" ? [engine.value] : []));
  return engines.length > 0 ? engines : [await createEngine({ ...request, kind: "auto", validation: null })];
}

/** Gradients at the initial parameters: a step costs the same anywhere. */
function stepping(
  engine: Engine,
  problem: TrainingProblem,
  train: Parameters<Engine["prepare"]>[0],
): Candidate {
  const gradient = new Float64Array(problem.layout.size);
  let step = 0;
  engine.prepare(train);
  return {
    name: "",
    async run() {
      await engine.gradient(problem.initial, gradient, step++);
    },
  };
}
