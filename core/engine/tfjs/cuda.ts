/**
 * TensorFlow.js on CUDA: the npm package @tensorflow/tfjs-node-gpu, which brings its own TensorFlow.js and computes in
 * TensorFlow's library for C. That library is of 2022: it needs CUDA 11.2 and cuDNN 8.1.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { EngineAbsentError, requireInstalled } from "../installed";
import { neverInTrouble, type ReadyBackend, type Tf } from "./backends";

/** @throws EngineAbsentError where the package is absent or does not load, and where it finds no graphics processor */
export async function openCuda(): Promise<ReadyBackend> {
  const restoreGlobals = keptGlobals();
  try {
    const tf = load();
    const started = await tf.setBackend("tensorflow");
    if (!started)
      throw new EngineAbsentError("@tensorflow/tfjs-node-gpu loads, but its backend does not start.");
    await tf.ready();
    refuseProcessor(tf);
    return { tf, device: await deviceName(), check: neverInTrouble };
  } catch (error) {
    restoreGlobals();
    throw error;
  }
}

function load(): Tf {
  // Otherwise its library writes whole pages to the terminal.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  restoreOldTests();
  // Its exports are those of core, among others.
  const tf = requireInstalled("@tensorflow/tfjs-node-gpu") as Tf;
  tf.env().set("PROD", true);
  return tf;
}

/**
 * All copies of TensorFlow.js in a process share these. What one that failed has left in them would mix with our own.
 * @returns puts them back as they are now
 */
function keptGlobals(): () => void {
  const before = ["_tfengine", "_tfGlobals"].map((name) => [name, Reflect.get(globalThis, name)] as const);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(globalThis, name);
      else Reflect.set(globalThis, name, value);
    }
  };
}

/** Node 23 has taken away functions that the package calls; its makers have not changed it since. */
function restoreOldTests(): void {
  const isNullOrUndefined = (value: unknown) => value === null || value === undefined;
  // The object that `require("util")` gives: the namespace of an import cannot be added to.
  const old: { isNullOrUndefined?: unknown } = process.getBuiltinModule("node:util");
  old.isNullOrUndefined ??= isNullOrUndefined;
}

/** Without CUDA the package computes on the processor without a word. */
function refuseProcessor(tf: Tf): void {
  // Its backend tells in a field that core's type does not know.
  if (Reflect.get(tf.backend(), "isUsingGpuDevice") === true) return;
  throw new EngineAbsentError(
    "@tensorflow/tfjs-node-gpu loads but finds no graphics processor that it can use, and would compute on the " +
      "processor: it needs one of NVIDIA with its driver, CUDA 11.2 and cuDNN 8.1 on the library path.",
  );
}

/** The driver's name for it, which TensorFlow.js does not tell. */
async function deviceName(): Promise<string> {
  const query = ["--query-gpu=name", "--format=csv,noheader"];
  const answer = await promisify(execFile)("nvidia-smi", query, { timeout: 5_000 }).catch(() => ({
    stdout: "",
  }));
  const [name] = answer.stdout.split("\n");
  return name.trim() === "" ? "NVIDIA graphics processor" : name.trim();
}
