/** How the time of a step grows with each size, and which path the engine takes. */
import type { DisentangledShape } from "../../core/model";
import type { ChainLaw } from "../../core/data";
import type { Row, Section } from "./main";
import { interleaved } from "../../core/cli/measure";
import { paperLaw, plainModel, prepared } from "./workloads";

interface Point {
  readonly name: string;
  readonly shape?: Partial<DisentangledShape>;
  readonly law?: Partial<ChainLaw>;
  readonly batch?: number;
}

const points: readonly Point[] = [
  { name: "base: B 2,000, L 100, d 3, M 5, H 3, D 2" },
  ...[500, 8000, 32_000].map((batch) => ({ name: `B ${batch}`, batch })),
  ...[50, 400, 1600].map((sequenceLength) => ({ name: `L ${sequenceLength}`, law: { sequenceLength } })),
  ...[2, 5, 10, 20].map((d) => ({ name: `d ${d}`, shape: { alphabetSize: d }, law: { alphabetSize: d } })),
  ...[3, 10, 20, 50].map((window) => ({ name: `M ${window}`, shape: { window } })),
  ...[2, 4, 8].map((heads) => ({ name: `H ${heads}`, shape: { heads, window: 8 } })),
  ...[1, 3].map((maxDegree) => ({ name: `D ${maxDegree}`, shape: { maxDegree } })),
  ...[0.01, 1, 10].map((alpha) => ({ name: `α ${alpha}`, law: { prior: { alpha, floor: 0 } } })),
];

export async function growth(quick: boolean): Promise<Section> {
  const rows: Row[] = [];
  for (const { name, shape, law, batch = 2000 } of points) {
    const workload = { model: plainModel(shape), law: { ...paperLaw, ...law }, batch, threads: 1 };
    const paths = ["auto", "table", "direct"] as const;
    const candidates = await Promise.all(paths.map((path) => prepared({ ...workload, name: path, path })));
    const [auto, table, direct] = await interleaved(candidates, quick ? 5 : 25, 3);
    const chosen = candidates[0].engine.description.path;
    rows.push({ name, chosen, "auto ms": auto.median, "table ms": table.median, "direct ms": direct.median });
    await Promise.all(candidates.map(({ engine }) => engine.dispose()));
  }
  return { title: "A step of all groups on one thread, by size (α = 0.1 unless said)", rows };
}
