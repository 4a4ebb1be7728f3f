/** Sweeps' folders as the reading thread reads them, and how a window sees them. */
import { mkdir, rm, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { acquireLock } from "../../../core/runs";
import {
  createSweep,
  memberDirectory,
  parseSweep,
  planSweep,
  resultFile,
  sweepPaths,
  writeResult,
  type MemberResult,
} from "../../../core/sweep";
import { readSweepFile, Sweeps } from "../../../extension/reader/sweeps";
import { sweepViewOf } from "../../../extension/sweeps/sweepView";
import { temporaryFolder } from "../runs/temporary";

const text = JSON.stringify({
  name: "rates",
  experiment: "quickstart",
  grid: { "model.heads": [2, 3] },
  seeds: 2,
});

const resultOf = (index: number, more: Partial<MemberResult> = {}): MemberResult => ({
  ...{
    index,
    state: "done",
    failure: null,
    attempts: 1,
    seconds: 1.5,
    measures: { validationLoss: 0.5 + index },
  },
  ...more,
});

/** A sweep of four members in which nothing is trained yet. */
async function freshSweep(name = "rates-1"): Promise<{ readonly root: string; readonly directory: string }> {
  const root = await temporaryFolder();
  const parsed = parseSweep(text);
  if (!parsed.ok) throw new Error("the test's own sweep is wrong");
  const directory = path.join(root, name);
  await createSweep(directory, planSweep(parsed.sweep));
  return { root, directory };
}

describe("A sweep's folder", () => {
  test("says what each member was given, its seed too where that varies", async () => {
    const { directory } = await freshSweep();
    const reading = await new Sweeps().reading(directory, null);
    expect(reading?.fields).toEqual(["model.heads", "seed"]);
    expect(reading?.members.map(({ values, state }) => [...values, state])).toEqual(
      [2, 3].flatMap((heads) => [0, 1].map((seed) => [heads, seed, "waiting"])),
    );
  });

  test("is told of from a moment on: only members that stand differently", async () => {
    const { directory } = await freshSweep();
    const sweeps = new Sweeps();
    const first = await sweeps.reading(directory, null);
    if (!first) throw new Error("It is not there.");
    await mkdir(memberDirectory(directory, 1), { recursive: true });
    await writeResult(directory, resultOf(2));
    const second = await sweeps.reading(directory, first.moment);
    expect(second?.whole).toBe(false);
    expect(second?.members.map(({ index, state }) => [index, state])).toEqual([
      [1, "stopped"],
      [2, "done"],
    ]);
    const third = await sweeps.reading(directory, second?.moment ?? null);
    expect(third?.members).toEqual([]);
    // Another thread has another counting.
    expect((await new Sweeps().reading(directory, first.moment))?.whole).toBe(true);
  });

  test("while somebody steers it, members that were begun are running", async () => {
    const { directory } = await freshSweep();
    await mkdir(memberDirectory(directory, 0), { recursive: true });
    const lock = await acquireLock(sweepPaths(directory).lock);
    const sweeps = new Sweeps();
    const going = await sweeps.reading(directory, null);
    expect(going?.row).toMatchObject({ kind: "sweep", written: true, begun: 1, done: 0 });
    expect(going?.members[0].state).toBe("running");
    await lock.release();
    const stopped = await sweeps.reading(directory, going?.moment ?? null);
    expect(stopped?.members.map(({ state }) => state)).toEqual(["stopped"]);
  });

  test("a member that is trained again after it failed has its new result", async () => {
    const { directory } = await freshSweep();
    const sweeps = new Sweeps();
    await writeResult(directory, resultOf(0, { state: "failed", failure: "not finite", measures: {} }));
    const failed = await sweeps.reading(directory, null);
    expect(failed?.row).toMatchObject({ failed: 1 });
    await writeResult(directory, resultOf(0, { attempts: 2 }));
    // Files are told apart by their time, which some systems keep in whole seconds only.
    await utimes(resultFile(directory, 0), new Date(), new Date(Date.now() + 5_000));
    const mended = await sweeps.reading(directory, failed?.moment ?? null);
    expect(mended?.members).toMatchObject([{ index: 0, state: "done", attempts: 2, failure: null }]);
  });

  test("a damaged result is said and costs its member only", async () => {
    const { directory } = await freshSweep();
    await writeResult(directory, resultOf(1));
    await writeFile(resultFile(directory, 0), "{");
    const row = await new Sweeps().row(directory);
    expect(row).toMatchObject({ done: 1, problems: [expect.stringMatching(/00000/)] });
  });

  test("a damaged plan is a row that says so, and a folder without one is none", async () => {
    const { root, directory } = await freshSweep();
    await writeFile(sweepPaths(directory).plan, "{}");
    await mkdir(path.join(root, "else"));
    const sweeps = new Sweeps();
    expect(await sweeps.list(root)).toMatchObject([{ kind: "damaged", title: "rates-1" }]);
    await rm(directory, { recursive: true });
    expect(await sweeps.list(root)).toEqual([]);
    expect(await sweeps.list(path.join(root, "nowhere"))).toEqual([]);
  });
});

describe("A sweep as a window sees it", () => {
  test("stopped, done, or steered elsewhere, by what its folder says", async () => {
    const { directory } = await freshSweep();
    const sweeps = new Sweeps();
    const view = async () => sweepViewOf((await sweeps.row(directory)) ?? undefined, undefined);
    expect(await view()).toMatchObject({ state: "stopped", steeredBy: "nobody", members: 4, done: 0 });
    const lock = await acquireLock(sweepPaths(directory).lock);
    expect(await view()).toMatchObject({ state: "running", steeredBy: "elsewhere" });
    await lock.release();
    for (const index of [0, 1, 2]) await writeResult(directory, resultOf(index));
    await writeResult(directory, resultOf(3, { state: "failed", failure: "no" }));
    expect(await view()).toMatchObject({ state: "done", steeredBy: "nobody", done: 3, failed: 1 });
  });
});

test("a sweep file's text says its name and how many runs it means, or what is wrong with it", () => {
  expect(readSweepFile(text, "/a.sweep.json")).toEqual({ name: "rates", members: 4, problems: [] });
  const wrong = readSweepFile(text.replace("model.heads", "model.hats"), "/a.sweep.json");
  expect(wrong).toMatchObject({ name: null, members: 0, problems: [{ severity: "error" }] });
});
