/** The user's npm as a process: begun, listened to, ended. What it installs and where is install.ts's choice. */
import { spawn, type ChildProcess } from "node:child_process";

export interface NpmEnding {
  /** Null after a signal. */
  readonly code: number | null;
  /** The last lines it wrote. */
  readonly lastLines: readonly string[];
}

/** Lines that are kept of what npm says. */
const keptLines = 40;

/**
 * Runs npm in `folder`. An abort ends it and whatever it has started.
 * @returns how it ended; undefined where there is no npm on the PATH
 */
export async function runNpm(
  args: readonly string[],
  folder: string,
  signal: AbortSignal,
): Promise<NpmEnding | undefined> {
  const windows = process.platform === "win32";
  const child = spawn("npm", args, {
    cwd: folder,
    env: environment(),
    // On Windows npm is a batch file, which takes a shell; elsewhere a group of its own, so that all of it can be ended.
    shell: windows,
    detached: !windows,
    windowsHide: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let lines: readonly string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      lines = [...lines, ...text.split(/\r?\n/).filter((line) => line.trim() !== "")].slice(-keptLines);
    });
  }
  const end = () => endAll(child);
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  try {
    const code = await new Promise<number | null | undefined>((resolve, reject) => {
      child.once("close", resolve);
      child.once("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") resolve(undefined);
        else reject(error);
      });
    });
    // What a Windows shell says of a command that it does not know.
    if (code === undefined || (windows && code === 9009)) return undefined;
    return { code, lastLines: lines };
  } finally {
    signal.removeEventListener("abort", end);
  }
}

/** Settings of an npm that runs this program (`npm run`, `npx`) are not meant for the one that it starts. */
function environment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^npm_config_(local_prefix|global_prefix|prefix|global|workspace.*)$/i.test(name),
  );
  return Object.fromEntries(entries);
}

function endAll(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === "win32") {
    spawn("taskkill", ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore" });
    return;
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
