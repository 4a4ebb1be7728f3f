/** What the page's benchmark runs inside the browser. Functions cross the border as text: each stands for itself. */
import type { ToPanel } from "../../../core/protocol";

declare global {
  interface Window {
    held: ToPanel[];
  }
}

/** Milliseconds from the messages' arrival until what they change is on the screen. */
export async function shownAfter(messages: readonly ToPanel[]): Promise<number> {
  const began = performance.now();
  for (const message of messages) window.postMessage(message, "*");
  await new Promise((resolve) => setTimeout(resolve, 0));
  return new Promise((resolve) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now() - began);
      port2.postMessage(null);
    }),
  );
}

export interface Rhythm {
  /** Milliseconds between frames. */
  readonly intervals: readonly number[];
  /** Milliseconds of each frame in which the page's thread was busy: script, layout and paint. */
  readonly busy: readonly number[];
}

/** Puts the page on another of `steps` with every frame. */
export async function scrub({
  steps,
  frames,
}: {
  readonly steps: readonly number[];
  readonly frames: number;
}): Promise<Rhythm> {
  const inspector = document.querySelector("induction-inspector");
  if (!inspector) throw new Error("there is no inspector");
  const intervals: number[] = [];
  const busy: number[] = [];
  const { port1, port2 } = new MessageChannel();
  let began = 0;
  port1.onmessage = () => busy.push(performance.now() - began);
  let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
  for (let frame = 0; frame < frames; frame++) {
    began = performance.now();
    const chosen = steps[Math.floor((frame / frames) * steps.length)];
    inspector.dispatchEvent(new CustomEvent("look", { detail: { chosen } }));
    port2.postMessage(null);
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    intervals.push(now - last);
    last = now;
  }
  inspector.dispatchEvent(new CustomEvent("look", { detail: { chosen: null } }));
  return { intervals, busy };
}
