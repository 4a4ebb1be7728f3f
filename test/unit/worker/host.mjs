/** Stands for an extension host that is killed: forks a worker, tells the worker's process id when its run goes on. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../../dist/worker.cjs", import.meta.url));
const worker = fork(program, [], { serialization: "advanced" });
worker.on("message", ({ kind }) => {
  if (kind === "checkpoint") process.send?.(worker.pid);
});
worker.send({ kind: "begin", task: JSON.parse(process.argv[2]), pace: null, paused: false });
