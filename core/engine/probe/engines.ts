/** The engines and backends that a machine may have, and what a try of one comes to. */
import type { EngineKind } from "../engine";
import { backendNames, type BackendName } from "../tfjs/backends";

/** One engine, or TensorFlow.js on one backend. */
export interface ProbedEngine {
  readonly engine: EngineKind;
  /** Of tfjs, or null. */
  readonly backend: BackendName | null;
}

/** `ready`: it has computed a small loss and its gradient rightly. */
export type EngineProbe = ProbedEngine &
  (
    | { readonly state: "ready"; readonly device: string }
    /** `why`: in sentences, with what to do where something can be done. */
    | { readonly state: "absent"; readonly why: string }
  );

/** In the order in which people look for them. */
export const probedEngines: readonly ProbedEngine[] = [
  { engine: "cpu", backend: null },
  ...backendNames.map((backend) => ({ engine: "tfjs", backend }) as const),
  { engine: "webgpu", backend: null },
  { engine: "reference", backend: null },
];
