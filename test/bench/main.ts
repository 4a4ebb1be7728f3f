/**
 * The benchmarks: `npm run bench [-- section …] [--json] [--quick]`. Each section prints a table of medians; with
 * --json one object in all. `bench:peers` adds the same step in PyTorch where python3 has it.
 */
import { availableParallelism, cpus } from "node:os";
import { growth } from "./growth";
import { mixed } from "./mixed";
import { peers } from "./peers";
import { sampling } from "./sampling";
import { start } from "./start";
import { steps } from "./steps";
import { webgpu } from "./webgpu";

export interface Row {
  readonly name: string;
  readonly [column: string]: string | number;
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

const sections: Record<string, (quick: boolean) => Promise<Section>> = {
  steps,
  mixed,
  sampling,
  growth,
  start,
  peers,
  webgpu,
};

/** What needs more than this machine always has. */
const onlyByName = ["peers", "webgpu"];

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const quick = words.includes("--quick");
  const json = words.includes("--json");
  const named = words.filter((word) => word in sections);
  const wanted = words.includes("--peers")
    ? ["peers"]
    : named.length
      ? named
      : Object.keys(sections).filter((name) => !onlyByName.includes(name));
  const machine = {
    cpu: cpus()[0].model,
    cores: availableParallelism(),
    node: process.version,
    date: today(),
  };
  if (!json) console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, ${machine.date}\n`);
  const results: Section[] = [];
  for (const name of wanted) {
    const section = await sections[name](quick);
    results.push(section);
    if (!json) print(section);
  }
  if (json) console.log(JSON.stringify({ machine, sections: results }, null, 2));
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function print({ title, rows }: Section): void {
  console.log(title);
  const columns = Object.keys(rows[0] ?? { name: "" });
  const cells = rows.map((row) => columns.map((column) => text(row[column])));
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...cells.map((row) => row[index].length)),
  );
  const line = (row: readonly string[]): string =>
    row.map((cell, index) => (index ? cell.padStart(widths[index]) : cell.padEnd(widths[index]))).join("  ");
  for (const row of [columns, ...cells]) console.log(`  ${line(row)}`);
  console.log();
}

function text(cell: string | number): string {
  return typeof cell === "number" ? String(Number(cell.toPrecision(3))) : cell;
}

void main();
