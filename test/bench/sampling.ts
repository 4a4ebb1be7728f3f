/** Drawing 10,000 fresh sequences of the paper's law, by prior. */
import { drawSequences } from "../../core/data";
import type { Section } from "./main";
import { interleaved } from "../../core/cli/measure";
import { paperLaw } from "./workloads";

export async function sampling(quick: boolean): Promise<Section> {
  let first = 0;
  const candidates = [0.01, 0.1, 1, 10].map((alpha) => ({
    name: `α = ${alpha}`,
    async run() {
      await drawSequences(
        { ...paperLaw, prior: { alpha, floor: 0 } },
        1,
        "online",
        (first += 10_000),
        10_000,
      );
    },
  }));
  const timings = await interleaved(candidates, quick ? 10 : 60, 2);
  const rows = timings.map(({ name, median, p10, p90 }) => ({ name, "median ms": median, p10, p90 }));
  return { title: "Drawing 10,000 sequences of 101 tokens, 1 thread", rows };
}
