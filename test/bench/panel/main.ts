/**
 * `npm run bench:panel`: frames from the worker to the screen in a real workbench, what watching costs the training,
 * and how long the extension host is held up. Turns with and without the inspector alternate.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir } from "node:os";
import path from "node:path";
import { runInHost } from "../../workbench/hostSuites";
import { provide } from "../../workbench/setup";
import { readMeasures, type Measures, type Turn } from "./measures";

async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "induction-lab-bench-"));
  try {
    const ready = await provide(folder);
    if (ready.kind === "unavailable") throw new Error(ready.reason);
    const lines = await runInHost(ready, "dist/test/bench/host.cjs");
    const measures = lines.map(readMeasures).find((found) => found !== undefined);
    if (!measures)
      throw new Error(`The extension host measured nothing. It said:\n${lines.slice(-20).join("\n")}`);
    print(measures);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function print({ activation, idle, groups }: Measures): void {
  const date = new Date().toISOString().slice(0, 10);
  console.log(`${cpus()[0].model}, ${availableParallelism()} cores, ${date}`);
  console.log(`activation: loading ${text(activation.load)} ms, activating ${text(activation.own)} ms`);
  console.log(`event loop, nothing going on: p99 ${text(idle.p99)} ms, longest ${text(idle.max)} ms`);
  for (const { threads, seen, unseen, taken, latencies, framesPerSecond } of groups) {
    const speed = (turns: readonly Turn[]) => median(turns.map(({ stepsPerSecond }) => stepsPerSecond));
    const ratios = (turns: readonly Turn[]) =>
      turns
        .map(({ stepsPerSecond }, index) => (stepsPerSecond / unseen[index].stepsPerSecond).toFixed(3))
        .join(" ");
    const longest = (turns: readonly Turn[]) => Math.max(...turns.map(({ loop }) => loop.max));
    const p99 = (turns: readonly Turn[]) => median(turns.map(({ loop }) => loop.p99));
    console.log(`\n${threads} thread${threads === 1 ? "" : "s"}`);
    console.log(`  frames a second ${text(framesPerSecond)}`);
    const [half, most, worst] = [0.5, 0.95, 1].map((share) => quantile(latencies, share));
    console.log(`  worker to screen: median ${text(half)}, p95 ${text(most)}, longest ${text(worst)} ms`);
    console.log(`  steps a second: unseen ${text(speed(unseen))}, seen ${text(speed(seen))}`);
    console.log(`  watched but not drawn / unseen, turn by turn: ${ratios(taken)}`);
    console.log(`  seen / unseen, turn by turn: ${ratios(seen)}`);
    console.log(`  event loop, unseen: p99 ${text(p99(unseen))}, longest ${text(longest(unseen))} ms`);
    console.log(`  event loop, seen:   p99 ${text(p99(seen))}, longest ${text(longest(seen))} ms`);
  }
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

function text(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : "—";
}

await main();
