/**
 * The page's benchmark: how fast a large run opens, how smoothly it is scrubbed through, and how fast a large attention
 * map is drawn, in a real Chromium. It measures and prints; nothing here can fail for being slow.
 */
import { availableParallelism, cpus } from "node:os";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import type { ToPanel } from "../../../core/protocol";
import { contentOf, launchBrowser, openInspector, type Inspector } from "../../page/inspectorPage";
import { scrub, shownAfter, type Rhythm } from "./inPage";
import { wideRun } from "./wideRun";

const run = wideRun();
const shown: readonly ToPanel[] = [
  { kind: "content", content: contentOf([{ role: "main", facts: run.facts }]) },
  { kind: "recording", run: run.facts.run, recording: run.recording },
];
const sequenceOf = (length: number): ToPanel => ({
  kind: "sequence",
  run: run.facts.run,
  sequence: {
    ...{ kind: "tokens", set: "validation", index: 0, count: 1000 },
    tokens: run.tokens.slice(0, length + 1),
  },
});
const turns = 5;
let browser: Browser;
let inspector: Inspector;

beforeAll(async () => {
  browser = await launchBrowser();
  console.log(
    `${cpus()[0].model}, ${availableParallelism()} cores, ${new Date().toISOString().slice(0, 10)}`,
  );
});

afterAll(async () => {
  await browser.close();
});

test("opening a finished run of 50,000 steps, 2,000 of them recorded", async () => {
  const times: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    if (turn > 0) await inspector.page.context().close();
    inspector = await openInspector(browser);
    await held(shown);
    times.push(await inspector.page.evaluate(shownAfterHeld));
  }
  console.log(`messages to screen: ${summary(times)}`);
});

test.each([100, 1024])(
  "scrubbing through 2,000 steps with a traced sequence of %d tokens",
  async (length) => {
    await inspector.send(sequenceOf(length));
    const steps = Array.from(run.recording.snapshots.steps);
    for (const tab of ["Losses", "Dynamics"]) {
      await inspector.page.getByRole("tab", { name: tab }).click();
      await inspector.page.evaluate(scrub, { steps, frames: 60 });
      const rhythm = await inspector.page.evaluate(scrub, { steps, frames: 300 });
      console.log(`L ${length}, ${tab}: ${rhythmWords(rhythm)}`);
    }
  },
);

test("an attention map of 1,024 tokens", async () => {
  await inspector.page.getByRole("tab", { name: "Attention maps" }).click();
  await inspector.send(sequenceOf(1024));
  const steps = Array.from(run.recording.snapshots.steps);
  const rhythm = await inspector.page.evaluate(scrub, { steps, frames: 60 });
  console.log(`map of 1,024 tokens redrawn with every step: ${rhythmWords(rhythm)}`);
});

/** So that what is measured begins inside the page, not with the messages' way there. */
async function held(messages: readonly ToPanel[]): Promise<void> {
  await inspector.page.evaluate(() => (window.held = []));
  for (const message of messages) await inspector.page.evaluate((one) => window.held.push(one), message);
  await inspector.page.evaluate(`window.shownAfter = ${shownAfter.toString()}`);
}

function shownAfterHeld(): Promise<number> {
  return (window as unknown as { shownAfter: typeof shownAfter }).shownAfter(window.held);
}

function rhythmWords({ intervals, busy }: Rhythm): string {
  const perSecond = 1000 / (intervals.reduce((sum, one) => sum + one, 0) / intervals.length);
  return `${perSecond.toFixed(1)} frames/s; interval ${summary(intervals)}; busy ${summary(busy)}`;
}

function summary(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return `median ${at(0.5).toFixed(1)}, p95 ${at(0.95).toFixed(1)}, longest ${at(1).toFixed(1)} ms`;
}
