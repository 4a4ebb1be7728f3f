import { expect, test } from "vitest";
import { portions } from "../../../../core/sweep/slurm/handIn";
import { newJobs, pardoned, withLoss, type Jobs, type Loss } from "../../../../core/sweep/slurm/jobsFile";
import { standingOf, withJobsOf } from "../../../../core/sweep/slurm/standing";
import type { TaskState } from "../../../../core/sweep/slurm/taskStates";

const options = {
  partition: null,
  time: null,
  memory: null,
  cpus: null,
  maxAtOnce: null,
  extra: null,
  nodeCommand: "node",
};

function jobsWith(...arrays: readonly (readonly number[])[]): Jobs {
  return {
    ...newJobs("rates-0f", options),
    arrays: arrays.map((members, index) => ({
      number: index + 1,
      jobName: `rates-0f.${index + 1}`,
      job: String(10 + index),
      dry: false,
      members,
      losses: {},
    })),
  };
}

function task(array: number, number: number, state: string): TaskState {
  return { jobName: `rates-0f.${array}`, job: String(9 + array), task: number, state, reason: "None" };
}

const killed: Loss = { kind: "lost", words: "its process was killed" };
const cancelled: Loss = { kind: "cancelled", words: "it was cancelled" };

test("what was never handed in is due", () => {
  expect(standingOf([0, 1], jobsWith(), [])).toMatchObject({ due: [0, 1], vanished: [] });
});

test("the queue says who waits and who runs, and of the rest nothing is known yet", () => {
  const tasks = [task(1, 0, "RUNNING"), task(1, 1, "PENDING"), task(1, 2, "FAILED")];
  const standing = standingOf([5, 6, 7, 8], jobsWith([5, 6, 7, 8]), tasks);
  expect(standing).toMatchObject({ running: [5], waiting: [6], due: [] });
  expect(standing.vanished.map(({ member }) => member)).toEqual([7, 8]);
});

test("a lost member is due again, twice; the third time is the last", () => {
  const once = withLoss(jobsWith([3]), 1, 3, killed);
  expect(standingOf([3], once, [])).toMatchObject({ due: [3], exhausted: [] });
  let thrice = jobsWith([3], [3], [3]);
  for (const number of [1, 2, 3]) thrice = withLoss(thrice, number, 3, killed);
  expect(standingOf([3], thrice, [])).toMatchObject({ due: [], exhausted: [3] });
});

test("a member that is tried again stands where its newest task does", () => {
  const jobs = withLoss(jobsWith([3], [3]), 1, 3, killed);
  expect(standingOf([3], jobs, [task(1, 0, "FAILED"), task(2, 0, "PENDING")])).toMatchObject({
    waiting: [3],
    vanished: [],
  });
});

test("what was cancelled stays so until somebody asks for it", () => {
  const jobs = withLoss(jobsWith([3]), 1, 3, cancelled);
  expect(standingOf([3], jobs, [])).toMatchObject({ due: [], cancelled: [3] });
  const asked = pardoned(jobs, new Set([3]), ["cancelled"]);
  expect(standingOf([3], asked, [])).toMatchObject({ due: [3], cancelled: [] });
});

test("an array whose id was never written down is found in the queue by its name", () => {
  const jobs = jobsWith([3]);
  const unwritten = { ...jobs, arrays: jobs.arrays.map((array) => ({ ...array, job: null })) };
  const found = withJobsOf(unwritten, [task(1, 0, "RUNNING")]);
  expect(found.arrays[0].job).toBe("10");
  expect(standingOf([3], found, [task(1, 0, "RUNNING")]).running).toEqual([3]);
});

test("a script that was only printed counts once it is seen in the queue", () => {
  const jobs = jobsWith([3]);
  const printed = { ...jobs, arrays: jobs.arrays.map((array) => ({ ...array, job: null, dry: true })) };
  expect(standingOf([3], printed, [])).toMatchObject({ due: [3] });
  const tasks = [task(1, 0, "PENDING")];
  expect(standingOf([3], withJobsOf(printed, tasks), tasks)).toMatchObject({ due: [], waiting: [3] });
});

test("more members than an array may have become several arrays", () => {
  expect(portions([0, 1, 2, 3, 4], 2)).toEqual([[0, 1], [2, 3], [4]]);
  expect(portions([], 2)).toEqual([]);
});
