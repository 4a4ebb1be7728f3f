import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import {
  arrayFiles,
  arrayScriptText,
  logFile,
  memberListText,
  unreadable,
  type ArrayScript,
} from "../../../../core/sweep/slurm/arrayScript";
import { slurmOptionProblems, type SlurmOptions } from "../../../../core/sweep/slurm/options";

const plain: SlurmOptions = {
  partition: null,
  time: null,
  memory: null,
  cpus: null,
  maxAtOnce: null,
  extra: null,
  nodeCommand: process.execPath,
};

const script: ArrayScript = {
  number: 1,
  jobName: "rates-0f0f0f0f.1",
  sweepName: "rates",
  directory: "/scratch/rates",
  program: "/opt/induction-lab/dist/cli.cjs",
  members: [4, 7, 31],
  threads: 1,
  options: plain,
};

function directives(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("#SBATCH "))
    .map((line) => line.slice("#SBATCH ".length));
}

/** What sbatch would start as the array's n-th task. */
function runTask(text: string, task: number) {
  return spawnSync("bash", ["-c", text], {
    env: { ...process.env, SLURM_ARRAY_TASK_ID: String(task) },
    encoding: "utf8",
  });
}

/** A sweep's folder whose name is hard to quote, with the script's files in it, and a program that tells its words. */
async function oddSweep(members: readonly number[]): Promise<ArrayScript> {
  const top = await mkdtemp(path.join(tmpdir(), "induction-lab-script-"));
  onTestFinished(() => rm(top, { recursive: true, force: true }));
  const directory = path.join(top, `it's "odd" $HOME \`x\` %a \\n # é; exit 9`);
  const files = arrayFiles(directory, 1);
  await mkdir(files.logs, { recursive: true });
  await writeFile(files.members, memberListText(members));
  const program = path.join(directory, "tell me.cjs");
  await writeFile(program, `console.log(JSON.stringify(process.argv.slice(2)))`);
  return { ...script, directory, program, members };
}

test("a task trains the member of its line, whatever the folder is called", async () => {
  const odd = await oddSweep([4, 7, 31]);
  const text = arrayScriptText(odd);
  for (const [task, member] of odd.members.entries()) {
    expect(runTask(text, task)).toMatchObject({ status: 0, stdout: "", stderr: "" });
    const told = JSON.parse(await readFile(logFile(odd.directory, 1, member), "utf8")) as string[];
    expect(told).toEqual(["sweep-member", "--take-over", odd.directory, String(member)]);
  }
});

test("Node is whatever the command says, in the shell's own words", async () => {
  const odd = await oddSweep([0]);
  const nodeCommand = `export GREETING=hello; ${process.execPath} --no-warnings`;
  expect(runTask(arrayScriptText({ ...odd, options: { ...plain, nodeCommand } }), 0).status).toBe(0);
  expect(await readFile(logFile(odd.directory, 1, 0), "utf8")).toContain("sweep-member");
});

test("a task's exit code is its program's", async () => {
  const odd = await oddSweep([0]);
  await writeFile(odd.program, "console.error('no'); process.exit(3)");
  expect(runTask(arrayScriptText(odd), 0).status).toBe(3);
  expect(await readFile(logFile(odd.directory, 1, 0), "utf8")).toBe("no\n");
});

test("a machine that does not see the folder says so by its exit code, and trains nothing", () => {
  const text = arrayScriptText({ ...script, directory: "/nowhere/to be seen" });
  expect(runTask(text, 0).status).toBe(unreadable);
});

test("a task without a line trains nothing", async () => {
  const odd = await oddSweep([5]);
  expect(runTask(arrayScriptText(odd), 1).status).toBe(unreadable);
});

test("what is asked for stands in the script; what is not, is left to the cluster", () => {
  expect(directives(arrayScriptText(script))).toEqual([
    ...["--ntasks=1", "--cpus-per-task=1", "--output=/dev/null", "--chdir=/", "--no-requeue"],
    ...["--job-name=rates-0f0f0f0f.1", "--array=0-2"],
  ]);
  const options = {
    ...plain,
    partition: "long",
    time: "1:30:00",
    memory: "2G",
    cpus: 4,
    maxAtOnce: 2,
    extra: "--account=lab --gres=gpu:1",
  };
  const asked = directives(arrayScriptText({ ...script, options }));
  expect(asked).toEqual(
    expect.arrayContaining(["--partition=long", "--time=1:30:00", "--mem=2G", "--cpus-per-task=4"]),
  );
  expect(asked).toContain("--array=0-2%2");
  // sbatch takes the last of two: what arrays rest on cannot be changed by accident.
  expect(asked.indexOf("--account=lab --gres=gpu:1")).toBeLessThan(asked.indexOf("--array=0-2%2"));
});

test("a run gets the cores that its threads need, unless somebody says how many", () => {
  expect(directives(arrayScriptText({ ...script, threads: 2 }))).toContain("--cpus-per-task=2");
});

test("a name in several lines stays within its comment", () => {
  const text = arrayScriptText({ ...script, sweepName: "two\nrm -rf /" });
  expect(text).toContain("# Runs of the sweep two rm -rf /,");
  execFileSync("bash", ["-n", "-c", text]);
});

test("options that cannot be right are named, each with what would be", () => {
  expect(slurmOptionProblems(plain)).toEqual([]);
  for (const time of ["90", "1:30", "1:30:00", "2-12", "2-12:30:00"]) {
    expect(slurmOptionProblems({ ...plain, time })).toEqual([]);
  }
  const wrong = { partition: "a b", time: "an hour", memory: "2 GB", extra: "lab\n-x", nodeCommand: " " };
  const problems = slurmOptionProblems({ ...plain, ...wrong });
  expect(problems.map((problem) => /--[a-z-]+/.exec(problem)?.[0])).toEqual([
    ...["--partition", "--time", "--memory", "--sbatch", "--node-command"],
  ]);
});
