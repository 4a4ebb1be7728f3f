/**
 * Installs packages with the user's npm, into a folder beside the one they are for, which takes its place when it is
 * whole: an install that fails, is cancelled or killed changes nothing of what was there.
 */
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { folderSize } from "./folderSize";
import { runNpm, type NpmEnding } from "./npm";
import { enginePackages, packagesFolder, takeAway, versionIn, type PackagesId } from "./packages";

/** An install that came to nothing; what was there before still is. */
export class EngineInstallError extends Error {
  override readonly name = "EngineInstallError";
  constructor(
    message: string,
    /** npm's own last lines. */
    readonly details: readonly string[] = [],
  ) {
    super(message);
  }
}

const options = [
  ...["--prefix", ".", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel", "error"],
  // By default npm is silent for minutes where it reaches no registry.
  ...["--fetch-retry-mintimeout", "1000", "--fetch-retry-maxtimeout", "5000"],
];

/** Milliseconds between words about how much has arrived. */
const progressInterval = 1_000;

/**
 * Installs the packages of `id` at the versions of `enginePackages`, in the place of any others.
 * @param tell is told in a line, about once a second, how far it is
 * @throws EngineInstallError where there is no npm, and with npm's words where it fails
 * @throws the signal's reason after an abort, when nothing half-made is left
 */
export async function installPackages(
  id: PackagesId,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const folder = packagesFolder(id);
  const parent = path.dirname(folder);
  await mkdir(parent, { recursive: true });
  await clearAbandoned(parent);
  const begun = await mkdtemp(path.join(parent, `.installing-${process.pid}-`));
  try {
    await describe(begun, id);
    tell(`Asking npm for ${wanted(id)}.`);
    const ending = await told(begun, id, tell, () => runNpm(["install", ...options], begun, signal));
    signal.throwIfAborted();
    await judge(begun, id, ending);
    await takeAway(folder);
    await rename(begun, folder);
  } finally {
    await rm(begun, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A project that wants nothing else. Newer versions of npm run a package's own script only where it is allowed by name. */
async function describe(folder: string, id: PackagesId): Promise<void> {
  const { name, version } = enginePackages[id];
  const project = { private: true, dependencies: { [name]: version }, allowScripts: { [name]: true } };
  await writeFile(path.join(folder, "package.json"), JSON.stringify(project, null, 2) + "\n");
}

/** Tells while `work` goes on how much has arrived: npm itself says nothing until it is done. */
async function told<Result>(
  folder: string,
  id: PackagesId,
  tell: (line: string) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  let measuring = false;
  const timer = setInterval(() => {
    if (measuring) return;
    measuring = true;
    void folderSize(folder).then((bytes) => {
      measuring = false;
      if (bytes > 1e6) tell(`${wanted(id)}: ${Math.round(bytes / 1e6)} MB have arrived.`);
    });
  }, progressInterval);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** @throws EngineInstallError unless the folder holds what was asked for */
async function judge(folder: string, id: PackagesId, ending: NpmEnding | undefined): Promise<void> {
  if (!ending) {
    throw new EngineInstallError(
      `There is no npm on the PATH, which installs ${wanted(id)}. Install Node.js, which brings npm ` +
        "(https://nodejs.org), or set PATH so that npm is found, and try again.",
    );
  }
  if (ending.code !== 0) {
    throw new EngineInstallError(
      `npm could not install ${wanted(id)} (exit code ${ending.code ?? "none"}); nothing was changed. It said:`,
      ending.lastLines,
    );
  }
  if ((await versionIn(folder, id)) === enginePackages[id].version) return;
  throw new EngineInstallError(
    `npm ended well but has not installed ${wanted(id)}; nothing was changed. It said:`,
    ending.lastLines,
  );
}

function wanted(id: PackagesId): string {
  const { name, version } = enginePackages[id];
  return `${name} ${version}`;
}

/** What killed installs and removals have left: folders of processes that are no more. */
async function clearAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const owner = /^\.(?:installing|removing)-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) {
      // The npm of a killed install may still be writing there: then it is for the next time.
      await rm(path.join(parent, name), { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // It lives, and belongs to somebody else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
