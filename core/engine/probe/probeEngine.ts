/**
 * Tries one engine in this process, by having it compute. What tries a driver may take the process with it: see
 * processes.ts for how to survive that.
 */
import type { TokenSet } from "../../data";
import { disentangledModel, layoutOf, type DisentangledModel } from "../../model";
import { createEngine } from "../create";
import type { EngineKind } from "../engine";
import { openBackend } from "../tfjs";
import { processorName } from "../tfjs/processor";
import type { EngineProbe, ProbedEngine } from "./engines";

/** Never rejects: whatever goes wrong is why the engine is absent. */
export async function probeEngine(probed: ProbedEngine): Promise<EngineProbe> {
  try {
    return { ...probed, state: "ready", device: await deviceOf(probed) };
  } catch (error) {
    return { ...probed, state: "absent", why: error instanceof Error ? error.message : String(error) };
  }
}

/** @throws Error unless it computes rightly */
async function deviceOf({ engine, backend }: ProbedEngine): Promise<string> {
  if (backend !== null) return (await openBackend(backend)).device;
  const { device, outcome } = await computed(engine);
  if (engine === "reference") return device;
  const expected = await computed("reference");
  const largest = Math.max(...expected.outcome.map(Math.abs));
  const error =
    Math.max(...outcome.map((value, index) => Math.abs(value - expected.outcome[index]))) / largest;
  if (error <= tolerance) return device;
  throw new Error(
    `It computes wrongly: a small gradient is off by ${error.toExponential(1)} of its largest entry.`,
  );
}

/** Of the largest entry; engines compute in float32. */
const tolerance = 1e-3;

/** Loss and gradient of a small problem. */
async function computed(kind: EngineKind) {
  const { model, data, parameters } = smallProblem();
  const training = { kind: "fixed", data } as const;
  const engine = await createEngine({ model, training, validation: null, kind, threads: 1, path: "auto" });
  try {
    const { description } = engine;
    if (description.kind !== kind) throw new Error("This version of the program does not have it.");
    engine.prepare(["rpe", "coefficients", "scale"]);
    const gradient = new Float64Array(parameters.length);
    const loss = await engine.gradient(parameters, gradient, 0);
    return { device: description.device ?? processorName(), outcome: [loss, ...gradient] };
  } finally {
    await engine.dispose();
  }
}

function smallProblem(): {
  readonly model: DisentangledModel;
  readonly data: TokenSet;
  readonly parameters: Float64Array;
} {
  const model = disentangledModel({
    alphabetSize: 3,
    heads: 2,
    window: 3,
    maxDegree: 2,
    includeEmptySubset: false,
    lagMask: null,
    normalizeValues: "none",
    boundary: "skip",
    loss: "log",
    epsilon: 1e-6,
  });
  const [count, sequenceLength] = [8, 16];
  // Any tokens do, as long as they are always the same.
  const tokens = Uint8Array.from(
    { length: count * (sequenceLength + 1) },
    (_, index) => (index * index + (index >> 2)) % 3,
  );
  const parameters = Float64Array.from(
    { length: layoutOf(model).size },
    (_, index) => 0.4 + 0.2 * Math.sin(index),
  );
  return { model, data: { tokens, count, sequenceLength, alphabetSize: 3 }, parameters };
}
