/** Messages that cross each other, runs that take another's place, and the focus when what had it goes away. */
import { afterEach, beforeAll, expect, test } from "vitest";
import type { PanelRun, ToPanel } from "../../core/protocol";
import { contentOf, openInspector, showing, type Inspector } from "./inspectorPage";
import { posted } from "./posted";
import { recordedBetween, standingAt, trained, type RecordedRun } from "./recorded";
import { setStage } from "./stage";

const stage = setStage();
let run: RecordedRun;
let short: RecordedRun;
let inspector: Inspector;

beforeAll(async () => {
  run = await trained(stage.folder, "quickstart-1", "quickstart");
  short = await trained(stage.folder, "short", "quickstart", "--steps", "50");
});

afterEach(() => inspector.page.context().close());

const slider = () => inspector.page.getByRole("slider", { name: "Step that the page shows" });
const stepShown = async () => Number(await slider().getAttribute("aria-valuenow"));
const hasFocus = (one: HTMLElement) => (one.getRootNode() as ShadowRoot).activeElement === one;
const content = (...shown: readonly PanelRun[]): ToPanel => ({ kind: "content", content: contentOf(shown) });

/** All of them reach a page that the browser does not draw meanwhile, such as one behind another window. */
async function beforeDrawing(...messages: readonly ToPanel[]): Promise<void> {
  await inspector.page.evaluate(() => {
    const draw = window.requestAnimationFrame.bind(window);
    const held: FrameRequestCallback[] = [];
    window.requestAnimationFrame = (callback) => held.push(callback);
    window.addEventListener("focus", () => {
      window.requestAnimationFrame = draw;
      held.forEach((callback) => draw(callback));
    });
  });
  for (const message of messages) {
    await inspector.page.evaluate((one) => window.postMessage(one, "*"), posted(message));
  }
  await inspector.page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await inspector.send();
}

test("a recording that overtakes a frame on its way to the screen loses nothing", async () => {
  inspector = await openInspector(stage.browser);
  const { facts, recording } = run;
  const { steps } = recording.snapshots;
  const going = standingAt(run, 20);
  const recorded = recordedBetween(recording, 0, 21);
  const frame = { sequence: 0, sentAt: Date.now(), state: going.state, recorded };
  await inspector.send(content({ role: "main", facts: going.facts }));
  await beforeDrawing(
    { kind: "frame", run: facts.run, frame },
    { kind: "recording", run: facts.run, recording },
    { kind: "facts", facts },
  );
  await slider().press("End");
  expect(await stepShown()).toBe(steps[steps.length - 1]);
  await slider().press("ArrowLeft");
  expect(await stepShown()).toBe(steps[steps.length - 2]);
  await expect(inspector.heard("drawn")).resolves.toMatchObject({ sequence: 0 });
});

test("a run in another's place is followed where it may never come to the chosen step", async () => {
  inspector = await openInspector(stage.browser);
  await inspector.send(...showing(run));
  await slider().press("End");
  await slider().press("ArrowLeft");
  expect(await stepShown()).toBeGreaterThan(50);
  const [, recording] = showing(short);
  const facts = { ...short.facts, totalSteps: 50 };
  await inspector.send(content({ role: "main", facts }, { role: "ghost", facts: run.facts }), recording);
  expect(await stepShown()).toBe(50);
  await expect(inspector.page.getByRole("button", { name: "Newest" }).count()).resolves.toBe(0);
});

test("a step that the run in another's place has too stays chosen", async () => {
  inspector = await openInspector(stage.browser);
  await inspector.send(...showing(run));
  await slider().press("Home");
  for (let press = 0; press < 5; press++) await slider().press("ArrowRight");
  const chosen = await stepShown();
  const [, recording] = showing(short);
  const facts = { ...short.facts, totalSteps: 50 };
  await inspector.send(content({ role: "main", facts }, { role: "ghost", facts: run.facts }), recording);
  expect(await stepShown()).toBe(chosen);
});

test("damage of any run that is compared is named, with the run that has it", async () => {
  inspector = await openInspector(stage.browser);
  const damaged = { ...short.facts, problems: ["snapshots.zarr/rpe is missing"] };
  await inspector.send(content({ role: "main", facts: run.facts }, { role: "compared", facts: damaged }));
  const notices = await inspector.page.locator("induction-notices").ariaSnapshot();
  expect(notices).toMatch(/short is damaged\.[^]*snapshots\.zarr\/rpe is missing/);
  expect(notices).not.toContain("quickstart-1 is damaged");
});

test("buttons that go away when they are pressed leave the focus where they led", async () => {
  inspector = await openInspector(stage.browser);
  await inspector.send(...showing(run));
  await slider().press("Home");
  await inspector.page.getByRole("button", { name: "Newest" }).press("Enter");
  await expect.poll(() => slider().evaluate(hasFocus)).toBe(true);
  const chart = inspector.page.locator("induction-losses").getByRole("slider").first();
  await chart.press("+");
  await inspector.page.locator("induction-losses").getByRole("button", { name: "Reset zoom" }).press("Enter");
  await expect.poll(() => chart.evaluate(hasFocus)).toBe(true);
  await expect(inspector.page.getByRole("button", { name: "Reset zoom" }).count()).resolves.toBe(0);
});
