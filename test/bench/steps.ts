/** A training step at the paper's scale, by stage and by threads; and the direct kernel on fresh batches. */
import { layoutOf, type GroupName } from "../../core/model";
import type { Section } from "./main";
import { interleaved } from "../../core/cli/measure";
import {
  allGroups,
  authorsModel,
  fullModel,
  mlpModel,
  paperLaw,
  plainModel,
  prepared,
  type Workload,
} from "./workloads";

const stages: readonly (readonly [string, readonly GroupName[]])[] = [
  ["all three groups", allGroups],
  ["stage I, coefficients", ["coefficients"]],
  ["stage II, rpe", ["rpe"]],
  ["stage III, scale", ["scale"]],
];

export async function steps(quick: boolean): Promise<Section> {
  const paper = [1, 2].flatMap((threads) =>
    stages.map(([stage, train]): Workload => {
      const name = `paper-simultaneous, ${stage}, ${threadWord(threads)}`;
      return { name, model: authorsModel, law: paperLaw, batch: 9000, train, threads };
    }),
  );
  const families = [1, 2].flatMap((threads) =>
    [fullModel, mlpModel].map((model): Workload => {
      const train = layoutOf(model).groups.map(({ name }) => name);
      const name = `${model.family} model, everything at once, ${threadWord(threads)}`;
      return { name, model, law: paperLaw, batch: 9000, train, threads };
    }),
  );
  const direct = [1, 2].flatMap((threads): Workload[] => {
    const shared = { model: plainModel({ window: 10 }), law: paperLaw, batch: 10_000, threads };
    return [
      { ...shared, name: `direct kernel, M = 10, B = 10,000, ${threadWord(threads)}`, path: "direct" },
      { ...shared, name: `the same, drawing fresh sequences, ${threadWord(threads)}`, online: true },
    ];
  });
  const rows = [];
  for (const [workloads, rounds, turn] of [
    [paper, quick ? 20 : 100, 20],
    [families, quick ? 10 : 50, 3],
    [direct, quick ? 10 : 50, 3],
  ] as const) {
    const candidates = await Promise.all(workloads.map(prepared));
    const timings = await interleaved(candidates, rounds, turn);
    for (const [index, { name, median, p10, p90 }] of timings.entries()) {
      rows.push({ name, "median ms": median, p10, p90, path: candidates[index].engine.description.path });
    }
    await Promise.all(candidates.map(({ engine }) => engine.dispose()));
  }
  return { title: "Milliseconds a step (forward, backward)", rows };
}

function threadWord(threads: number): string {
  return threads === 1 ? "1 thread" : `${threads} threads`;
}
