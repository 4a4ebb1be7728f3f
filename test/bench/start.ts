/** From the command to its first step, and the memory of the paper's run: whole processes, as a user starts them. */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Row, Section } from "./main";

export async function start(quick: boolean): Promise<Section> {
  const folder = await mkdtemp(path.join(tmpdir(), "induction-lab-bench-"));
  const runs = [];
  for (let round = 0; round < (quick ? 1 : 5); round++) {
    runs.push(await train(path.join(folder, String(round)), quick ? 500 : 5000));
  }
  await rm(folder, { recursive: true, force: true });
  const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];
  const rows: Row[] = [
    {
      name: "command start to first step, s (data drawn and indexed)",
      median: middle(runs.map((run) => run.first)),
    },
    { name: "whole command, 5,000 steps, s", median: middle(runs.map((run) => run.total)) },
    { name: "peak resident memory, MB", median: middle(runs.map((run) => run.memory)) },
  ];
  return { title: "induction-lab train paper-simultaneous --steps 5000", rows };
}

interface Measured {
  readonly first: number;
  readonly total: number;
  readonly memory: number;
}

async function train(out: string, steps: number): Promise<Measured> {
  const begun = performance.now();
  const words = [
    "dist/cli.cjs",
    "train",
    "paper-simultaneous",
    "--steps",
    String(steps),
    "--json",
    "--out",
    out,
  ];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  let first = NaN;
  let memory = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    if (Number.isNaN(first) && chunk.includes('"started"')) first = (performance.now() - begun) / 1000;
  });
  const timer = setInterval(() => {
    void residentMegabytes(child.pid).then((now) => (memory = Math.max(memory, now)));
  }, 50);
  await new Promise((resolve) => child.on("exit", resolve));
  clearInterval(timer);
  return { first, total: (performance.now() - begun) / 1000, memory };
}

/** Linux tells the peak itself; elsewhere there is nothing to read without a tool. */
async function residentMegabytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid ?? 0}/status`, "utf8").catch(() => "");
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024;
}
