/** A program of its own that trains, for killed.test.ts to kill. Arguments: the run's folder and the experiment as JSON. */
import { experimentFromValue } from "../../../core/config";
import { startRun } from "../../../core/training";

const [runDirectory, source] = process.argv.slice(2);
const parsed = experimentFromValue(JSON.parse(source));
if (!parsed.ok) throw new Error("the experiment is not one");
await startRun({
  experiment: parsed.experiment,
  baseDirectory: ".",
  runDirectory,
  onEvent: (event) => {
    if (event.kind === "checkpoint") process.stdout.write(`${event.step}\n`);
  },
});
