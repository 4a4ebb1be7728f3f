/** The built command line as a child process, in a folder of its own. `npm test` builds it first. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export const programFile = fileURLToPath(new URL("../../dist/cli.cjs", import.meta.url));
if (!existsSync(programFile)) throw new Error("dist/cli.cjs is missing: run npm run build first");

/** A folder of its own, gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "induction-lab-cli-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface Ended {
  /** Null after a signal. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end. */
export function run(folder: string, ...args: readonly string[]): Promise<Ended> {
  return start(folder, ...args).ended;
}

export interface Started {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  /** Resolves as soon as standard output holds what `pattern` looks for; rejects if the program ends without it. */
  readonly saw: (pattern: RegExp) => Promise<void>;
}

export function start(folder: string, ...args: readonly string[]): Started {
  const child = spawn(process.execPath, [programFile, ...args], { cwd: folder });
  const text = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (part: string) => (text[stream] += part));
  }
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (exitCode, signal) => resolve({ exitCode, signal, ...text }));
  });
  const saw = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => pattern.test(text.stdout) && resolve();
      child.stdout.on("data", look);
      void ended.then(() =>
        reject(new Error(`${String(pattern)} was never said: ${text.stdout}${text.stderr}`)),
      );
      look();
    });
  return { child, ended, saw };
}

/** What a program reads with --json: every line an object. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** An experiment that takes little time a step. */
export const small = {
  name: "small",
  seed: 3,
  data: { sequenceLength: 30, trainSequences: 200, validationSequences: 50 },
  training: {
    stages: [
      { name: "first", train: ["coefficients"], steps: 20 },
      { name: "second", train: ["rpe", "scale"], steps: 40, optimizer: "adam", learningRate: 0.01 },
    ],
    validationEvery: 10,
  },
};
