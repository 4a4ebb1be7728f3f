/** What the programs of Slurm 22.05 printed, kept as they printed it. */
import { expect, test } from "vitest";
import { lossOf } from "../../../../core/sweep/slurm/losses";
import {
  isLive,
  readAccounting,
  readJobRecords,
  readQueue,
  type TaskEnd,
} from "../../../../core/sweep/slurm/taskStates";

test("the queue is read line by line: array, task, state, reason, name", () => {
  const text =
    "12|0|RUNNING|None|rates-0f.1\n12|3|PENDING|JobArrayTaskLimit|rates-0f.1\n12|1|OUT_OF_MEMORY|OutOfMemory|rates-0f.1\n";
  expect(readQueue(text)).toEqual([
    { job: "12", task: 0, state: "RUNNING", reason: "None", jobName: "rates-0f.1" },
    { job: "12", task: 3, state: "PENDING", reason: "JobArrayTaskLimit", jobName: "rates-0f.1" },
    { job: "12", task: 1, state: "OUT_OF_MEMORY", reason: "OutOfMemory", jobName: "rates-0f.1" },
  ]);
});

test("lines that are no array's task are passed over", () => {
  expect(readQueue("")).toEqual([]);
  expect(readQueue("13|N/A|RUNNING|None|other\nsqueue: warning: something\n")).toEqual([]);
});

test("a task lives until it has ended for good", () => {
  const live = ["PENDING", "RUNNING", "SUSPENDED", "CONFIGURING", "COMPLETING", "REQUEUED", "STOPPED"];
  expect(live.every((state) => isLive({ state }))).toBe(true);
  const over = ["COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED"];
  expect(over.some((state) => isLive({ state }))).toBe(false);
});

const records = [
  "JobId=1 ArrayJobId=1 ArrayTaskId=3 ArrayTaskThrottle=1 JobName=rates UserId=root(0) GroupId=root(0) MCS_label=N/A " +
    "Priority=4294901754 Nice=5 Account=(null) QOS=(null) JobState=FAILED Reason=JobLaunchFailure Dependency=(null) " +
    "Requeue=0 Restarts=0 BatchFlag=1 Reboot=0 ExitCode=0:53 RunTime=00:00:00 Comment=JobState=RUNNING ",
  "JobId=4 ArrayJobId=1 ArrayTaskId=2 JobName=rates JobState=FAILED Reason=NonZeroExitCode ExitCode=137:0 ",
  "JobId=3 ArrayJobId=1 ArrayTaskId=1 JobName=rates JobState=CANCELLED Reason=None ExitCode=0:15 ",
  "JobId=5 ArrayJobId=1 ArrayTaskId=4-9%2 JobName=rates JobState=PENDING Reason=JobArrayTaskLimit ExitCode=0:0 ",
  "",
].join("\n");

test("the controller's records tell how tasks ended", () => {
  expect(readJobRecords(records)).toEqual(
    new Map<number, TaskEnd>([
      [3, { state: "FAILED", reason: "JobLaunchFailure", exitCode: 0, signal: 53 }],
      [2, { state: "FAILED", reason: "NonZeroExitCode", exitCode: 137, signal: 9 }],
      [1, { state: "CANCELLED", reason: "None", exitCode: 0, signal: 15 }],
    ]),
  );
});

test("accounts tell it too, where a cluster keeps them", () => {
  const text = "12_0|COMPLETED|0:0\n12_1|CANCELLED by 1000|0:15\n12_2|TIMEOUT|0:0\n12_[3-9]|PENDING|0:0\n";
  expect([...readAccounting(text)].map(([task, { state, signal }]) => [task, state, signal])).toEqual([
    [0, "COMPLETED", 0],
    [1, "CANCELLED", 15],
    [2, "TIMEOUT", 0],
  ]);
});

test.each([
  ["TIMEOUT", { exitCode: 0, signal: 15 }, "--time"],
  ["OUT_OF_MEMORY", { exitCode: 0, signal: 125 }, "--memory"],
  ["NODE_FAIL", { exitCode: 0, signal: 0 }, "its machine failed"],
  ["FAILED", { exitCode: 137, signal: 9 }, "killed (signal 9)"],
  ["FAILED", { exitCode: 66, signal: 0 }, "file system that all of them share"],
  ["FAILED", { exitCode: 127, signal: 0 }, "--node-command"],
  ["FAILED", { exitCode: 3, signal: 0 }, "exit code 3"],
  ["COMPLETED", { exitCode: 0, signal: 0 }, "without leaving a result"],
])("%s, %o: lost, in words", (state, exit, words) => {
  const loss = lossOf({ state, reason: "None", ...exit });
  expect(loss.kind).toBe("lost");
  expect(loss.words).toContain(words);
});

test("what somebody cancelled is not lost, and a task that Slurm has forgotten is", () => {
  expect(lossOf({ state: "CANCELLED", reason: "None", exitCode: 0, signal: 15 }).kind).toBe("cancelled");
  expect(lossOf(undefined)).toMatchObject({ kind: "lost" });
});
