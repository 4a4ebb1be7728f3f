import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { inlined } from "../../../build/inlined.mjs";
import { expect, test } from "vitest";
import { describeRun, openRun, RunWriter } from "../../../core/runs";
import { snapshotAt } from "./small";
import { temporaryFolder } from "./temporary";

/** Runs recorder.ts into `directory` until it has announced `flushes` of its flushes, then kills it where it stands. */
async function recordAndKill(directory: string, flushes: number): Promise<number> {
  const program = path.join(path.dirname(directory), "recorder.mjs");
  const source = path.join(import.meta.dirname, "recorder.ts");
  await build({
    entryPoints: [source],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    plugins: [inlined.esbuild()],
  });
  const child = spawn(process.execPath, [program, directory], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  let announced = -1;
  for await (const line of createInterface({ input: child.stdout })) {
    announced = Number(line);
    if (announced >= flushes * 100 - 1) child.kill("SIGKILL");
  }
  await ended;
  return announced;
}

test.each([1, 4, 9])(
  "a run killed after %i flushes is readable, said to be interrupted, and resumes",
  async (flushes) => {
    const directory = path.join(await temporaryFolder(), "small");
    const announced = await recordAndKill(directory, flushes);

    const run = await openRun(directory);
    expect(run.problems).toEqual([]);
    expect(run.manifest && describeRun(run.manifest).state).toBe("interrupted");
    expect(run.manifest?.step).toBeGreaterThanOrEqual(announced);
    const { length, problems, arrays } = await run.snapshots();
    expect(problems).toEqual([]);
    expect(length).toBeGreaterThan(announced);
    expect(Array.from(arrays.get("step")?.data ?? [])).toEqual(Array.from({ length }, (_, step) => step));
    expect((await run.metrics()).lines.length).toBeGreaterThan(announced);
    const newest = (await run.checkpoints()).at(-1)?.step ?? NaN;
    expect((await run.readCheckpoint(newest)).tensors.parameters.data).toEqual(
      Float64Array.of(newest, -newest),
    );

    const writer = await RunWriter.resume(directory, newest);
    writer.addMetrics({ step: newest + 1, loss: 0 });
    writer.addSnapshot(snapshotAt(newest + 1));
    await writer.close();
    const resumed = await run.snapshots();
    expect([resumed.length, resumed.problems]).toEqual([newest + 2, []]);
    expect(await run.metrics()).toMatchObject({ problems: [] });
    expect((await run.metrics()).lines).toHaveLength(newest + 2);
  },
);
