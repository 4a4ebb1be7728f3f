/**
 * Whether a process that a test has seen is over. One whose parent was killed stays in the kernel's list until process 1
 * asks after it, which some do only now and then: signals still reach it, and yet it does nothing any more.
 */
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** True of one that has ended, also of one that nobody has asked after yet (a zombie). */
export function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return true;
  }
  return ["Z", "X"].includes(kernelState(pid));
}

/** @throws Error when it still goes on after `patience` milliseconds */
export async function untilEnded(pid: number, patience = 60_000): Promise<void> {
  const deadline = Date.now() + patience;
  while (!hasEnded(pid)) {
    if (Date.now() > deadline) throw new Error(`Process ${pid} still goes on after ${patience / 1000} s.`);
    await delay(20);
  }
}

/** The letter of `ps`; "" where there is no /proc. */
function kernelState(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The command's name stands in parentheses and may itself contain parentheses.
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3);
  } catch {
    return "";
  }
}
