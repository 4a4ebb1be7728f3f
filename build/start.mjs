/** `npm start`: installs what is missing, builds, trains the paper's experiment for 5,000 steps and writes its report. */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { ensureInstalled, root } from "./install.mjs";

await ensureInstalled();
const { buildAll } = await import("./bundles.mjs");
await buildAll();
const wishes = ["--steps", "5000", "--report", ...process.argv.slice(2)];
const train = ["dist/cli.cjs", "train", "paper-simultaneous", ...wishes];
const child = spawn(process.execPath, train, { cwd: root, stdio: "inherit" });
// Ctrl-C reaches the child too, which stops at the end of its step: wait for it.
process.on("SIGINT", () => {});
child.on(
  "exit",
  (code, signal) => (process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0)),
);
