/**
 * A program of its own that goes on with a changed experiment and kills itself where it stands, for editKilled.test.ts.
 * Arguments: the run's folder, the experiment as JSON, and after how many renamed files it is to die. All files of a
 * run come into being by renaming, so every state on disk comes up.
 */
import files from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { experimentFromValue } from "../../../core/config";
import { resumeRun } from "../../../core/training";

const [runDirectory, source, count] = process.argv.slice(2);
const parsed = experimentFromValue(JSON.parse(source));
if (!parsed.ok) throw new Error("the experiment is not one");

let left = Number(count);
const { rename } = files;
files.rename = async (from, to) => {
  await rename(from, to);
  if (--left === 0) process.kill(process.pid, "SIGKILL");
};
syncBuiltinESMExports();

await (
  await resumeRun({ runDirectory, experiment: parsed.experiment })
).finished;
