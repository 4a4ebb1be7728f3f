/**
 * The program between a workbench's server and the process that wants it: the head of a process group of its own.
 * When its standard input ends, be it because its owner was killed, the server is asked to end, and what is left of
 * the group after a while is killed: no workbench outlives its owner. Arguments: the command to guard.
 */
import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { processesOfGroup } from "./processes.mjs";

/** Milliseconds that the server, and then what it started, have to end by themselves. */
const patience = 5000;

const [command, ...words] = process.argv.slice(2);
const server = spawn(command, words, { stdio: ["ignore", "inherit", "inherit"] });
server.once("error", (error) => {
  console.error(error.message);
  process.exit(1);
});
server.once("exit", (code) => void clear(code ?? 1));
process.stdin.once("close", () => {
  server.kill("SIGTERM");
  setTimeout(() => server.kill("SIGKILL"), patience);
});
process.stdin.resume();

/** @param {number} code */
async function clear(code) {
  const deadline = Date.now() + patience;
  while ((await processesOfGroup(process.pid)).length > 1) {
    // The whole group, so also this process.
    if (Date.now() > deadline) process.kill(-process.pid, "SIGKILL");
    await delay(50);
  }
  process.exit(code);
}
