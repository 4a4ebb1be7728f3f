/**
 * Tries engines each in a process of its own: loading a driver can end a process, or never come back. The process is
 * this very program, called with `probeCommand`.
 */
import { fork } from "node:child_process";
import { probedEngines, type EngineProbe, type ProbedEngine } from "./engines";
import { probeEngine } from "./probeEngine";

/** The command of the program that `serveProbe` is for. */
export const probeCommand = "probe-engine";

/** Milliseconds for a driver to start and compute; the first time some compile for long. */
const patience = 60_000;
/** Characters of standard error that are kept. */
const keptWords = 2_000;

/**
 * Tries all engines side by side.
 * @param program the program to fork: it answers `probeCommand` and a number by `serveProbe`
 */
export async function probeEngines(program: string): Promise<readonly EngineProbe[]> {
  return Promise.all(
    probedEngines.map((probed) => (isNative(probed) ? probeApart(program, probed) : probeEngine(probed))),
  );
}

/** In the forked process: tries the engine of that number in `probedEngines`, and tells the one that asked. */
export async function serveProbe(number: number): Promise<void> {
  if (!process.send) throw new Error("This command is for Induction Lab itself: list engines with engines.");
  process.once("disconnect", () => process.exit());
  const probe = await probeEngine(probedEngines[number]);
  // A device may keep a process alive, and some drivers end badly: neither matters once the answer is given.
  process.send(probe, () => process.exit());
}

/** TensorFlow.js too, of which there can be one in a process. */
function isNative({ engine }: ProbedEngine): boolean {
  return engine === "tfjs" || engine === "webgpu";
}

function probeApart(program: string, probed: ProbedEngine): Promise<EngineProbe> {
  const child = fork(program, [probeCommand, String(probedEngines.indexOf(probed))], {
    // Within an editor its own Node runs it. A debugger's flags are not for it.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
    execArgv: [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let lastWords = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    lastWords = (lastWords + text).slice(-keptWords);
  });
  let answer: EngineProbe | undefined;
  // The only sender is `serveProbe` of this very program.
  child.on("message", (message) => (answer = message as EngineProbe));
  let silent = false;
  const timer = setTimeout(() => {
    silent = true;
    child.kill("SIGKILL");
  }, patience);
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ ...probed, state: "absent", why: error.message }));
    // Not "exit": what it said before its end is to be heard first.
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      if (answer?.state === "ready") resolve(answer);
      else
        resolve({
          ...probed,
          state: "absent",
          why: reason(answer?.why, code, signal, silent) + said(lastWords),
        });
    });
  });
}

function reason(
  told: string | undefined,
  code: number | null,
  signal: string | null,
  silent: boolean,
): string {
  if (told !== undefined) return told;
  if (silent) return `It did not answer within ${patience / 1000} s.`;
  return `The process that tried it ${signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`}.`;
}

/** A driver's first warning is the likeliest to tell what it lacks. */
function said(words: string): string {
  const [first] = words.split("\n").filter((line) => line.trim() !== "");
  return first === undefined ? "" : ` It said: ${first.trim()}`;
}
