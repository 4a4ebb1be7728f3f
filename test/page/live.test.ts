/** A run while it trains: frames are drawn and answered, and what is asked for goes to the host by name. */
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { FromPanel, Frame, RunFacts, ToPanel } from "../../core/protocol";
import { contentOf, exactly, openInspector, readAloud, type Inspector } from "./inspectorPage";
import { posted } from "./posted";
import { recordedBetween, standingAt, trained, type RecordedRun } from "./recorded";
import { setStage } from "./stage";

const stage = setStage();
let run: RecordedRun;
let inspector: Inspector;

beforeAll(async () => {
  run = await trained(stage.folder, "quickstart-1", "quickstart");
});

/** What the host says of a run of this window at snapshot 20. */
beforeEach(async () => {
  await inspector?.page.context().close();
  inspector = await openInspector(stage.browser);
  await tell({});
  await inspector.send({
    kind: "recording",
    run: run.facts.run,
    recording: recordedBetween(run.recording, 0, 21),
  });
});

const tell = (facts: Partial<RunFacts>) =>
  inspector.send({
    kind: "content",
    content: contentOf([{ role: "main", facts: { ...standingAt(run, 20).facts, ...facts } }]),
  });

/** Of snapshot `row`, with what was recorded from row `from` on. */
function frameAt(row: number, from: number, sequence: number): ToPanel {
  const { state } = standingAt(run, row);
  const recorded = recordedBetween(run.recording, from, row + 1);
  const frame: Frame = { sequence, sentAt: Date.now(), state, recorded };
  return { kind: "frame", run: run.facts.run, frame };
}

const isDrawn = (message: FromPanel) => message.kind === "drawn";
const button = (name: string) => inspector.page.locator("induction-head-line").getByRole("button", { name });

test("a chart that begins with a few points looks in the end like one that had them all at once", async () => {
  const pictureOf = async (of: Inspector) => {
    await of.page.getByRole("tab", { name: "Dynamics" }).click();
    await of.send();
    return of.page
      .locator("induction-dynamics canvas")
      .nth(2)
      .evaluate((canvas) => (canvas instanceof HTMLCanvasElement ? canvas.toDataURL() : ""));
  };
  const few = await pictureOf(inspector);
  await inspector.send(frameAt(400, 21, 1));
  const grown = await pictureOf(inspector);
  const other = await openInspector(stage.browser);
  await other.send(
    { kind: "content", content: contentOf([{ role: "main", facts: standingAt(run, 20).facts }]) },
    { kind: "recording", run: run.facts.run, recording: recordedBetween(run.recording, 0, 400) },
    frameAt(400, 400, 1),
  );
  const whole = await pictureOf(other);
  await other.page.context().close();
  expect(grown).not.toBe(few);
  expect(grown === whole).toBe(true);
});

test("a frame moves step, curves and circuit, and is answered when it is on the screen", async () => {
  const before = Date.now();
  await inspector.send(frameAt(60, 21, 7));
  const drawn = await inspector.heard("drawn");
  expect(drawn).toMatchObject({ run: run.facts.run, sequence: 7 });
  expect(drawn.drawnAt).toBeGreaterThanOrEqual(before);
  const { steps, losses } = run.recording.snapshots;
  const { page } = inspector;
  await expect(exactly(page, "induction-head-line dl")).resolves.toBe(steps[60]);
  await expect(exactly(page, "induction-losses")).resolves.toBe(losses[60]);
  await expect(exactly(page, "induction-classifier")).resolves.toBe(
    standingAt(run, 60).state.parameters.at(-1),
  );
  const standing = page.getByRole("slider", { name: "Step that the page shows" });
  await expect(standing.getAttribute("aria-valuetext")).resolves.toBe(`step ${steps[60]} of 1,000`);
});

test("a run without validation sequences shows its frames, though JSON lacks what it does not know", async () => {
  const { state } = standingAt(run, 60);
  const unknown = { validationLoss: NaN, stepsPerSecond: NaN, secondsLeft: NaN };
  const recorded = recordedBetween(run.recording, 21, 61);
  const frame: Frame = { sequence: 7, sentAt: Date.now(), state: { ...state, ...unknown }, recorded };
  await inspector.send({ kind: "frame", run: run.facts.run, frame });
  await expect(inspector.heard("drawn")).resolves.toMatchObject({ sequence: 7 });
  await expect(exactly(inspector.page, "induction-head-line dl")).resolves.toBe(state.step);
  await expect(exactly(inspector.page, "induction-losses")).resolves.toBe(state.loss);
  expect(inspector.complaints).toEqual([]);
});

test("frames that come faster than the screen draws: the newest wins, and no record is lost", async () => {
  const frames = [frameAt(30, 21, 1), frameAt(45, 31, 2), frameAt(60, 46, 3)];
  // All in one task of the page, before it can draw.
  await inspector.page.evaluate((all) => {
    for (const frame of all) window.dispatchEvent(new MessageEvent("message", { data: frame }));
  }, frames.map(posted));
  await inspector.send();
  const said = await inspector.said();
  expect(said.filter(isDrawn)).toMatchObject([{ sequence: 3 }]);
  const plot = inspector.page.locator("induction-losses").getByRole("slider");
  await plot.focus();
  const steps: number[] = [];
  for (let presses = 0; presses < 40; presses++) {
    steps.push(Number(await plot.getAttribute("aria-valuenow")));
    await inspector.page.keyboard.press("ArrowLeft");
  }
  expect(steps.reverse()).toEqual(Array.from(run.recording.snapshots.steps.slice(21, 61)));
});

test("a run of this window is paused, resumed, stepped and stopped by its buttons", async () => {
  const asked = async () => (await inspector.said()).filter(({ kind }) => kind === "act");
  const act = (action: string) => ({ kind: "act", run: run.facts.run, action });
  await button("Pause").click();
  await tell({ state: "paused" });
  await expect(button("Pause").count()).resolves.toBe(0);
  await button("One Step").click();
  await button("Resume").click();
  await button("Stop").focus();
  await inspector.page.keyboard.press("Enter");
  await expect(asked()).resolves.toEqual([act("pause"), act("step"), act("resume"), act("stop")]);
});

test("the pace is chosen from a list, and what the host sets is shown", async () => {
  const pace = () => readAloud(inspector, "vscode-dropdown");
  await expect(pace()).resolves.toContain("full speed");
  await inspector.page.getByRole("combobox", { name: "Pace" }).click();
  await inspector.page.getByRole("option", { name: "100 steps/s", exact: true }).click();
  await expect(inspector.heard("pace")).resolves.toEqual({ kind: "pace", run: run.facts.run, pace: 100 });
  await tell({ pace: 1 });
  await expect(pace()).resolves.toContain("1 step/s");
  await tell({ pace: 25 });
  await expect(pace()).resolves.toContain("25 steps/s");
});

test("folder, experiment, log and report are a click away", async () => {
  for (const name of ["Open Experiment", "Show Folder", "Show Log", "Write Report"])
    await button(name).click();
  const actions = (await inspector.said()).flatMap((message) =>
    message.kind === "act" ? [message.action] : [],
  );
  expect(actions).toEqual(["openExperiment", "reveal", "showLog", "report"]);
});

test("a run that another window trains has no buttons, and says why", async () => {
  await tell({ trainedBy: "elsewhere" });
  for (const name of ["Pause", "Stop"]) await expect(button(name).count()).resolves.toBe(0);
  await expect(inspector.page.getByRole("combobox").count()).resolves.toBe(0);
  await expect(readAloud(inspector)).resolves.toContain("Another window or program trains this run");
});

test("changes of state are announced, numbers are not", async () => {
  const announced = inspector.page.locator("induction-head-line").getByRole("status");
  await expect(announced.innerText()).resolves.toBe("training");
  await inspector.send(frameAt(60, 21, 1));
  await expect(announced.innerText()).resolves.toBe("training");
  await tell({ state: "done", trainedBy: "nobody" });
  await expect(announced.innerText()).resolves.toBe("done");
});

test("a message that is none is passed over with a word on the console", async () => {
  const before = await readAloud(inspector);
  await inspector.page.evaluate(() => window.postMessage({ kind: "frame", run: 7 }, "*"));
  await inspector.send();
  await expect(readAloud(inspector)).resolves.toBe(before);
  expect(inspector.complaints).toHaveLength(1);
  expect(inspector.complaints[0]).toContain("none of its protocol");
});
