/** Fresh batches: every thread draws its own sequences where its direct plan will read them. */
import { samplerBytes, writeSamplerPlan } from "../../data";
import type { TrainingData } from "../engine";
import type { DirectJob } from "./directJob";
import type { Arena } from "./plan";

export type OnlineData = Extract<TrainingData, { kind: "online" }>;

export interface OnlineJob {
  /** Addresses of the sampler's plans, one a thread. */
  readonly plans: readonly number[];
  /** Sets the plans to the batch that belongs to `step`. */
  select(memory: WebAssembly.Memory, step: number): void;
}

export function onlineJob(arena: Arena, data: OnlineData, direct: DirectJob): OnlineJob {
  const { law, seed, batchSize } = data;
  const plans = direct.plans.map(() => arena.reserve(samplerBytes(law)));
  return {
    plans,
    select(memory, step) {
      plans.forEach((plan, thread) => {
        const from = direct.bounds[thread];
        writeSamplerPlan(memory, plan, law, {
          seed,
          stream: "online",
          first: step * batchSize + from,
          count: direct.bounds[thread + 1] - from,
          tokens: direct.tokens + from * (law.sequenceLength + 1),
        });
      });
    },
  };
}
