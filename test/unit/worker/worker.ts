/** The real worker program (dist/worker.cjs) in a process of its own, as the extension forks it. */
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { experimentFromValue, type Experiment } from "../../../core/config";
import type { FromWorker, ToWorker, WorkerTask } from "../../../core/protocol";
import { WorkerProcess, type WorkerExit } from "../../../extension/supervisor/workerProcess";

export const workerProgram = fileURLToPath(new URL("../../../dist/worker.cjs", import.meta.url));
if (!existsSync(workerProgram)) throw new Error("dist/worker.cjs is missing: run npm run build first");

type Kind = FromWorker["kind"];
type Message<K extends Kind> = Extract<FromWorker, { kind: K }>;

export interface WorkerUnderTest {
  readonly process: WorkerProcess;
  readonly heard: readonly FromWorker[];
  readonly ended: Promise<WorkerExit>;
  send(message: ToWorker): void;
  /** The first message of the kind, from now on, that satisfies `fits`. */
  hear<K extends Kind>(kind: K, fits?: (message: Message<K>) => boolean): Promise<Message<K>>;
}

export function startWorker(): WorkerUnderTest {
  const heard: FromWorker[] = [];
  const listeners = new Set<(message: FromWorker) => void>();
  let bury: (exit: WorkerExit) => void = () => undefined;
  const ended = new Promise<WorkerExit>((resolve) => (bury = resolve));
  const process = new WorkerProcess(workerProgram, {
    receive: (message) => {
      heard.push(message);
      for (const listener of listeners) listener(message);
    },
    ended: (exit) => bury(exit),
  });
  onTestFinished(() => process.kill());
  return {
    process,
    heard,
    ended,
    send: (message) => process.send(message),
    hear: <K extends Kind>(kind: K, fits: (message: Message<K>) => boolean = () => true) =>
      new Promise<Message<K>>((resolve, reject) => {
        const listener = (message: FromWorker) => {
          // The kind says which message it is, which the compiler does not follow through a type parameter.
          const wanted = message as Message<K>;
          if (message.kind !== kind || !fits(wanted)) return;
          listeners.delete(listener);
          resolve(wanted);
        };
        listeners.add(listener);
        void ended.then(({ code, signal, lastWords }) =>
          reject(new Error(`the worker ended (${code ?? signal}) without ${kind}: ${lastWords}`)),
        );
      }),
  };
}

export function smallExperiment(steps: number): Experiment {
  const parsed = experimentFromValue({
    name: "small",
    seed: 3,
    data: { sequenceLength: 30, trainSequences: 200, validationSequences: 50 },
    training: { stages: [{ train: ["coefficients", "rpe", "scale"], steps }], validationEvery: 10 },
    engine: { threads: 1 },
  });
  if (!parsed.ok) throw new Error("the experiment has faults");
  return parsed.experiment;
}

export function trainTask(folder: string, steps: number): WorkerTask {
  return {
    kind: "train",
    experiment: smallExperiment(steps),
    baseDirectory: folder,
    runDirectory: path.join(folder, "run"),
  };
}
