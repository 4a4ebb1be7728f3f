import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { describeRun, openRun } from "../../../core/runs";
import { resumeRun } from "../../../core/training";
import { temporaryFolder } from "../runs/temporary";
import { bundled } from "./bundled";
import { experimentOf, recordOf, runUntil, threeStages } from "./runs";

test("a process killed at any write of an edit leaves a run of the old experiment or of the new one", async () => {
  const folder = await temporaryFolder();
  const experiment = experimentOf(threeStages);
  const { training } = experiment;
  const stages = training.stages.map((stage, index) =>
    index === 1 ? { ...stage, learningRate: 0.2, steps: 9 } : stage,
  );
  const edited = { ...experiment, name: "edited", training: { ...training, stages } };
  const stopped = path.join(folder, "stopped");
  await (
    await runUntil(9, { experiment, baseDirectory: folder, runDirectory: stopped })
  ).finished;

  const goneOn = async (name: string, changed?: typeof edited) => {
    const runDirectory = path.join(folder, name);
    await cp(stopped, runDirectory, { recursive: true });
    await (
      await resumeRun({ runDirectory, ...(changed && { experiment: changed }) })
    ).finished;
    return recordOf(runDirectory);
  };
  const records = { old: await goneOn("old"), new: await goneOn("new", edited) };
  expect(records.old).not.toEqual(records.new);

  const program = await bundled("dyingEdit.ts", folder);
  const found: string[] = [];
  for (let writes = 1; found.filter((which) => which === "new").length < 6; writes++) {
    const runDirectory = path.join(folder, `killed-after-${writes}`);
    await cp(stopped, runDirectory, { recursive: true });
    const child = spawn(process.execPath, [program, runDirectory, JSON.stringify(edited), String(writes)], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);

    const left = await openRun(runDirectory);
    const which = left.manifest?.edits ? "new" : "old";
    found.push(which);
    expect(left.problems).toEqual([]);
    expect(left.config).toMatchObject({ name: which === "new" ? "edited" : "small" });
    expect(await (await resumeRun({ runDirectory })).finished).toMatchObject({ status: "done" });
    expect(await recordOf(runDirectory)).toEqual(records[which]);

    const { manifest, config } = await openRun(runDirectory);
    const after = which === "new" ? edited : experiment;
    expect(config).toEqual(after);
    expect(manifest).toMatchObject({ name: after.name, totalSteps: which === "new" ? 45 : 43 });
    expect(manifest?.edits?.map(({ step }) => step)).toEqual(which === "new" ? [9] : undefined);
    expect(manifest && describeRun(manifest).state).toBe("done");
  }
  // Before the edit there is something to write too, and from the edit on it stays one.
  expect(found.indexOf("new")).toBeGreaterThan(2);
  expect(found.slice(found.indexOf("new"))).not.toContain("old");
}, 180_000);
