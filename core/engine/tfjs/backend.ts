/**
 * From a backend's name to TensorFlow.js computing on it. A backend that was asked for by name is opened or the reason
 * given why not; `auto` takes the first that can compute and tells why the ones before it cannot.
 */
import { EngineAbsentError } from "../installed";
import {
  backendNames,
  neverInTrouble,
  type AbsentBackend,
  type BackendName,
  type Occasion,
  type ReadyBackend,
  type Tf,
} from "./backends";
import { checkBackend } from "./check";
import { openCuda } from "./cuda";
import { openGraphics } from "./graphics";
import { processorName } from "./processor";

export interface OpenedBackend extends ReadyBackend {
  readonly backend: BackendName;
  /** For `auto`: the backends that come before this one, and why they cannot be had. */
  readonly absent: readonly AbsentBackend[];
}

/**
 * Opens a backend and has it compute a product and its gradient. TensorFlow.js is one for the whole process: opening
 * another backend makes that the one which new tensors are made on.
 * @throws EngineAbsentError for a backend asked for by name: what is missing and how to install it, what a package
 *   said when it failed to load, or that it computes wrongly
 */
export async function openBackend(wanted: "auto" | BackendName): Promise<OpenedBackend> {
  if (wanted !== "auto") return { ...(await open(wanted, "asked for")), backend: wanted, absent: [] };
  const absent: AbsentBackend[] = [];
  for (const backend of backendNames) {
    try {
      return { ...(await open(backend, "auto")), backend, absent };
    } catch (error) {
      absent.push({ backend, why: error instanceof Error ? error.message : String(error) });
    }
  }
  const reasons = absent.map(({ backend, why }) => `${backend}: ${why}`);
  throw new EngineAbsentError(`No backend of TensorFlow.js can be had. ${reasons.join(" ")}`);
}

async function open(backend: BackendName, occasion: Occasion): Promise<ReadyBackend> {
  const ready = await prepare(backend, occasion);
  await checkBackend(ready.tf, backend);
  return ready;
}

async function prepare(backend: BackendName, occasion: Occasion): Promise<ReadyBackend> {
  switch (backend) {
    case "cuda":
      return openCuda();
    case "webgpu": {
      const graphics = await openGraphics(occasion);
      const { tf, provideDevice } = await library();
      if (!tf.engine().registryFactory.webgpu) provideDevice(graphics.device, graphics.info);
      await use(tf, "webgpu");
      return { tf, device: graphics.name, check: graphics.check };
    }
    case "wasm": {
      const { tf, provideWasm } = await library();
      if (!tf.engine().registry.wasm) provideWasm();
      await use(tf, "wasm");
      return { tf, device: processorName(), check: neverInTrouble };
    }
    case "cpu": {
      const { tf } = await library();
      await use(tf, "cpu");
      return { tf, device: processorName(), check: neverInTrouble };
    }
  }
}

async function library() {
  const bundle = await import("./library");
  // It advises a package of its own makers, and warns of what nobody here can change.
  bundle.tf.env().set("PROD", true);
  return bundle;
}

/** @throws EngineAbsentError where TensorFlow.js cannot start it */
async function use(tf: Tf, backend: BackendName): Promise<void> {
  const started = await tf.setBackend(backend);
  if (started) return tf.ready();
  throw new EngineAbsentError(`The backend ${backend} of TensorFlow.js does not start.`);
}
