/** Trying again what cannot be waited for: steps in a window that something may undo. */
import { setTimeout as delay } from "node:timers/promises";

/** Repeats `attempt` until it does not throw; after `patience` milliseconds, throws what it threw last. */
export async function untilWorks<T>(attempt: () => Promise<T>, patience = 60_000): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(200);
    }
  }
}
