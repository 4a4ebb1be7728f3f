/**
 * Who writes a run, and whether it still lives. A process id alone is not enough: ids are used again, so on
 * Linux the kernel's boot and the process's start in it are kept too and must match.
 */
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";
import { errorCode } from "./errors";

export const processSchema = z
  .object({
    pid: z.int().positive(),
    host: z.string(),
    /** ISO 8601. */
    startedAt: z.string(),
    /** Boot id and start in clock ticks since that boot; absent where there is no /proc. */
    kernelStart: z.string().exactOptional(),
  })
  .readonly();
export type ProcessIdentity = z.infer<typeof processSchema>;

export function thisProcess(): ProcessIdentity {
  const kernel = kernelRecord(process.pid);
  return {
    pid: process.pid,
    host: hostname(),
    startedAt: new Date(Date.now() - process.uptime() * 1000).toISOString(),
    ...(kernel && { kernelStart: kernel.start }),
  };
}

/** `elsewhere`: it ran on another host, where this one cannot look. */
export function processState(identity: ProcessIdentity): "alive" | "dead" | "elsewhere" {
  if (identity.host !== hostname()) return "elsewhere";
  if (!exists(identity.pid)) return "dead";
  const kernel = kernelRecord(identity.pid);
  if (!kernel || identity.kernelStart === undefined) return "alive";
  return kernel.start === identity.kernelStart && !kernel.ended ? "alive" : "dead";
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It exists and belongs to somebody else.
    return errorCode(error) === "EPERM";
  }
}

interface KernelRecord {
  readonly start: string;
  /** Killed, but its parent has not asked after it yet (a zombie). */
  readonly ended: boolean;
}

function kernelRecord(pid: number): KernelRecord | undefined {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The command's name stands in parentheses and may itself contain spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { start: `${boot} ${fields[19]}`, ended: fields[0] === "Z" || fields[0] === "X" };
  } catch {
    return undefined;
  }
}
