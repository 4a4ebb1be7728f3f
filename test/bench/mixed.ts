/** A training step of the mixed target: sequences of 40 scalars, all six parameters, one thread. */
import { createEngine, type MixedRequest, type ScalarData } from "../../core/engine";
import { drawScalars } from "../../core/data";
import { mixedInitial, mixedParameters } from "../../core/model";
import { interleaved, type Candidate } from "../../core/cli/measure";
import type { Section } from "./main";

const sequenceLength = 40;

export async function mixed(quick: boolean): Promise<Section> {
  const data = await drawScalars(1, "train", 0, 1024, sequenceLength);
  const candidates = await Promise.all([
    stepping("1,024 fresh sequences", "cpu", { kind: "online", seed: 1, batchSize: 1024 }),
    stepping("1,024 fixed sequences", "cpu", { kind: "fixed", data }),
    stepping("10,000 fresh sequences", "cpu", { kind: "online", seed: 1, batchSize: 10_000 }),
    stepping("1,024 fixed sequences, float64 reference", "reference", { kind: "fixed", data }),
  ]);
  const timings = await interleaved(candidates, quick ? 20 : 200, 5);
  const rows = timings.map(({ name, median, p10, p90 }) => ({ name, "median ms": median, p10, p90 }));
  return { title: "The mixed target: milliseconds a step of 40 scalars a sequence, 1 thread", rows };
}

/** One step of gradient descent as its unit of work. */
async function stepping(name: string, kind: MixedRequest["kind"], training: ScalarData): Promise<Candidate> {
  const model = { family: "mixed-target", target: { mixing: 1, sharpness: 4 }, sequenceLength } as const;
  const engine = await createEngine({
    ...{ model, training, kind, validation: null },
    ...{ threads: 1, path: "auto" },
  });
  const parameters = mixedInitial({ epsilon: 0.01, rpe1: 40 });
  const gradient = new Float64Array(parameters.length);
  let step = 0;
  engine.prepare(mixedParameters);
  return {
    name,
    async run() {
      await engine.gradient(parameters, gradient, step++);
      for (let i = 0; i < parameters.length; i++) parameters[i] -= 0.5 * gradient[i];
    },
  };
}
