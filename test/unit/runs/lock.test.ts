import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { acquireLock } from "../../../core/runs/lock";
import { processState, thisProcess, type ProcessIdentity } from "../../../core/runs/process";
import { temporaryFolder } from "./temporary";

async function lockPath(): Promise<string> {
  return path.join(await temporaryFolder(), "run.lock");
}

/** A live process of another program, and what it would write into a lock. */
async function otherProcess(): Promise<{ child: ChildProcess; identity: ProcessIdentity }> {
  const child = spawn(process.execPath, ["-e", "console.log('up'); setInterval(() => {}, 1000)"]);
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  const pid = child.pid ?? 0;
  const { kernelStart, ...mine } = thisProcess();
  if (kernelStart === undefined) return { child, identity: { ...mine, pid } };
  const stat = await readFile(`/proc/${pid}/stat`, "latin1");
  const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  return { child, identity: { ...mine, pid, kernelStart: `${kernelStart.split(" ")[0]} ${ticks}` } };
}

test("a held lock refuses a second writer and names the first", async () => {
  const file = await lockPath();
  const lock = await acquireLock(file);
  await expect(acquireLock(file)).rejects.toThrow(
    `This run is being written by process ${process.pid} on ${hostname()}`,
  );
  await lock.release();
  await (await acquireLock(file)).release();
  expect(await readdir(path.dirname(file))).toEqual([]);
});

test("a lock is refused while its process lives and taken over once it was killed", async () => {
  const file = await lockPath();
  const { child, identity } = await otherProcess();
  const text = JSON.stringify(identity);
  await writeFile(file, text);
  await expect(acquireLock(file)).rejects.toThrow(`process ${child.pid}`);
  expect(await readFile(file, "utf8")).toBe(text);

  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
  const lock = await acquireLock(file);
  expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ pid: process.pid });
  expect(await readdir(path.dirname(file))).toEqual(["run.lock"]);
  await lock.release();
});

test.runIf(process.platform === "linux")("a used-again process id does not keep a lock alive", async () => {
  const file = await lockPath();
  const { identity } = await otherProcess();
  expect(processState(identity)).toBe("alive");
  const earlier = { ...identity, kernelStart: "another-boot 12345" };
  expect(processState(earlier)).toBe("dead");
  await writeFile(file, JSON.stringify(earlier));
  await (await acquireLock(file)).release();
});

test("a lock from another host is respected, with the way out", async () => {
  const file = await lockPath();
  await writeFile(file, JSON.stringify({ ...thisProcess(), host: "elsewhere", pid: 1 }));
  await expect(acquireLock(file)).rejects.toThrow(`if it does not, delete ${file}`);
});

test("a lock that was never filled is taken over", async () => {
  const file = await lockPath();
  await writeFile(file, "");
  await (await acquireLock(file)).release();
});

test("releasing leaves a lock alone that somebody else took meanwhile", async () => {
  const file = await lockPath();
  const lock = await acquireLock(file);
  await writeFile(file, "somebody else");
  await lock.release();
  expect(await readFile(file, "utf8")).toBe("somebody else");
});

test("of many who take over a dead lock at once, one gets it", async () => {
  const file = await lockPath();
  await writeFile(
    file,
    JSON.stringify({ ...thisProcess(), kernelStart: "another-boot 1", pid: 2 ** 22 + 1 }),
  );
  const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => acquireLock(file)));
  expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});
