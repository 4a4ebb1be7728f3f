/** What a window that ended has left going on: found by the next one, and never taken from a window that lives. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { GoingOn } from "../../../extension/supervisor/goingOn";

const request = {
  task: { kind: "resume", runDirectory: "/runs/a" },
  name: "a",
  source: null,
  totalSteps: 10,
} as const;

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), "going-on-"));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  return child.pid ?? 0;
}

function writeEntry(place: string, pid: number): Promise<void> {
  const owner = { pid, host: hostname(), startedAt: new Date().toISOString() };
  return writeFile(path.join(place, `window-${pid}.json`), JSON.stringify({ owner, requests: [request] }));
}

test("a window that has ended leaves its requests, until they are forgotten", async () => {
  const place = await folder();
  await writeEntry(place, await deadProcess());
  const [left] = await new GoingOn(place).leftBehind();
  expect(left.requests).toEqual([request]);
  expect(await new GoingOn(place).leftBehind()).toHaveLength(1);
  await left.forget();
  expect(await new GoingOn(place).leftBehind()).toEqual([]);
});

test("one that is about to end is waited for", async () => {
  const place = await folder();
  const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 600)"]);
  await writeEntry(place, child.pid ?? 0);
  expect(await new GoingOn(place).leftBehind()).toHaveLength(1);
});

test("nothing is taken from a window that lives, nor from what is no such file", async () => {
  const place = await folder();
  const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"]);
  onTestFinished(() => void child.kill());
  await writeEntry(place, child.pid ?? 0);
  await writeFile(path.join(place, "window-1.json"), "{ torn");
  expect(await new GoingOn(place).leftBehind()).toEqual([]);
  expect(await readdir(place)).toHaveLength(2);
}, 30_000);

test("a window writes down what it trains, and nothing when nothing is left", async () => {
  const place = path.join(await folder(), "made", "when needed");
  const window = new GoingOn(place);
  window.write([request]);
  await expect.poll(() => readdir(place).catch(() => [])).toEqual([`window-${process.pid}.json`]);
  window.write([]);
  await expect.poll(() => readdir(place)).toEqual([]);
});
