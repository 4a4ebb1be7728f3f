/** `evaluate`: a trained model on sequences it has never seen. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { jsonLines, run, small, temporaryFolder } from "./program";

async function trained(): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, "small.induction.json"), JSON.stringify(small));
  expect((await run(folder, "train", "small.induction.json", "--out", "run")).exitCode).toBe(0);
  return folder;
}

test("evaluates every length with every α, with the same numbers each time", async () => {
  const folder = await trained();
  const options = ["--lengths", "20,60", "--alphas", "0.1,1", "--sequences", "200", "--json"];
  const first = await run(folder, "evaluate", "run", ...options);
  expect(first.exitCode).toBe(0);
  const lines = jsonLines(first.stdout);
  expect(lines.map(({ kind, sequenceLength, alpha, step }) => [kind, sequenceLength, alpha, step])).toEqual([
    ["evaluated", 20, 0.1, 60],
    ["evaluated", 20, 1, 60],
    ["evaluated", 60, 0.1, 60],
    ["evaluated", 60, 1, 60],
  ]);
  for (const { loss, halfWidth } of lines) {
    expect(loss).toBeGreaterThan(0);
    expect(halfWidth).toBeGreaterThan(0);
    expect(halfWidth).toBeLessThan(Number(loss));
  }
  expect((await run(folder, "evaluate", "run", ...options)).stdout).toBe(first.stdout);
});

test("on the law it was trained on, the interval holds the validation loss of a large held-out set", async () => {
  const folder = await temporaryFolder();
  const large = { ...small, data: { ...small.data, validationSequences: 20_000 } };
  await writeFile(path.join(folder, "large.induction.json"), JSON.stringify(large));
  const training = await run(folder, "train", "large.induction.json", "--out", "run", "--json");
  const finished = jsonLines(training.stdout).find(({ kind }) => kind === "finished");
  const { losses } = finished?.outcome as { losses: { validation: number } };
  const evaluated = await run(folder, "evaluate", "run", "--lengths", "30", "--sequences", "20000", "--json");
  const [{ loss, halfWidth }] = jsonLines(evaluated.stdout);
  expect(Math.abs(Number(loss) - losses.validation)).toBeLessThan(2 * Number(halfWidth));
});

test("says what is wrong with lists, lengths and runs", async () => {
  const folder = await trained();
  const refused = async (...args: readonly string[]) => {
    const { exitCode, stderr } = await run(folder, "evaluate", ...args);
    expect(exitCode).toBe(2);
    return stderr;
  };
  expect(await refused("run", "--lengths", "20,x")).toContain("whole numbers from 2");
  expect(await refused("run", "--alphas", "0")).toContain("numbers above 0");
  expect(await refused("run", "--lengths", "3")).toContain("at least 6 are needed");
  expect(await refused("run", "--from", "7")).toContain("no checkpoint of step 7");
  expect(await refused("nowhere")).toContain("is not a run");
});
