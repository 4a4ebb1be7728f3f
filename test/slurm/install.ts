/** Slurm's programs on this machine: found, or installed by apt where that is allowed. */
import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const needed = ["slurmctld", "slurmd", "sbatch", "squeue", "munged", "setpriv"];
/** Daemons lie where ordinary users do not look. */
const otherFolders = ["/usr/sbin", "/usr/local/sbin", "/sbin"];

/** Undefined where they are there now; else why they cannot be. */
export async function whyNoSlurm(): Promise<string | undefined> {
  if (process.platform !== "linux") return "Slurm needs Linux";
  if (process.getuid?.() !== 0) return "only root can start a Slurm of its own";
  if ((await missing()).length === 0) return undefined;
  if (!(await found("apt-get"))) return "there is no Slurm, and no apt-get to install it";
  const problem = await installed();
  if (problem !== undefined) return `there is no Slurm, and apt-get could not install it: ${problem}`;
  const left = await missing();
  return left.length === 0 ? undefined : `there is no ${left.join(", no ")} after apt-get installed Slurm`;
}

async function installed(): Promise<string | undefined> {
  console.log("There is no Slurm: installing it (apt-get install slurm-wlm munge) …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    for (const words of [["update"], ["install", "-y", "--no-install-recommends", "slurm-wlm", "munge"]]) {
      await promisify(execFile)("apt-get", ["-qq", "-o", "DPkg::Lock::Timeout=240", ...words], { env });
    }
    return undefined;
  } catch (error) {
    return String((error as { readonly stderr?: string }).stderr ?? error).trim();
  }
}

async function missing(): Promise<string[]> {
  const there = await Promise.all(needed.map(found));
  return needed.filter((_, index) => there[index] === undefined);
}

/** The path of a program. */
export async function found(program: string): Promise<string | undefined> {
  for (const folder of [...(process.env.PATH ?? "").split(path.delimiter), ...otherFolders]) {
    const file = path.join(folder, program);
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return undefined;
}
