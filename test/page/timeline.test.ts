/** The timeline in the built page: wherever it stands, every view shows what core reads from the run at that step. */
import { afterEach, beforeAll, expect, test } from "vitest";
import { describeHeads, describeSubsets, detectPhases } from "../../core/inspect";
import { weightsOf } from "../../core/model";
import type { RunFacts, ToPanel } from "../../core/protocol";
import { contentOf, openInspector, showing, type Inspector, type Wishes } from "./inspectorPage";
import { parametersAt, recordedBetween, standingAt, trained, type RecordedRun } from "./recorded";
import { setStage } from "./stage";

const stage = setStage();
let run: RecordedRun;
let staged: RecordedRun;
let inspector: Inspector;

beforeAll(async () => {
  run = await trained(stage.folder, "quickstart-1", "quickstart");
  const stages = [
    { name: "I selection", train: ["coefficients"], steps: 150 },
    { name: "II concentration", train: ["rpe"], steps: 400 },
    { name: "III growth", train: ["scale"], steps: 500 },
  ];
  staged = await trained(stage.folder, "three-stages", {
    name: "three-stages",
    data: { trainSequences: 300, validationSequences: 50 },
    training: { stages },
  });
});

afterEach(() => inspector.page.context().close());

async function open(messages: readonly ToPanel[], wishes: Wishes = {}): Promise<void> {
  inspector = await openInspector(stage.browser, wishes);
  await inspector.send(...messages);
}

const slider = () => inspector.page.getByRole("slider", { name: "Step that the page shows" });
const timeline = () => inspector.page.locator("induction-timeline");
const button = (name: string) => timeline().getByRole("button", { name });
const stepShown = async () => Number(await slider().getAttribute("aria-valuenow"));
const steps = ({ recording }: RecordedRun = run) => Array.from(recording.snapshots.steps);
const lastRow = () => steps().length - 1;
const handleAt = () =>
  timeline()
    .locator(".handle")
    .evaluate((one) => one.getBoundingClientRect().x);

async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await inspector.page.keyboard.press(key);
  await inspector.send();
}

/** Numbers of the data elements of `within`, in their order. */
const numbersIn = (within: string) =>
  inspector.page
    .locator(`${within} data`)
    .evaluateAll((all) => all.map((one) => Number(one.getAttribute("value"))));

/** That copier, selector, classifier and the timeline itself show snapshot `row`. */
async function expectRow(row: number, of: RecordedRun = run): Promise<void> {
  const parameters = parametersAt(of.recording, row);
  const { window, lagMask } = of.model;
  const attention = describeHeads(of.model, parameters).flatMap(({ head, lagAttention }) =>
    Array.from(lagAttention).filter((_, lag) => lagMask[head * window + lag] === 1),
  );
  expectSame(await numbersIn("induction-lag-grid td"), attention);
  const weights = describeSubsets(of.model, parameters).map(({ weight }) => weight);
  expectSame((await numbersIn("induction-selector li")).slice(0, weights.length), weights);
  const { scale } = weightsOf(of.model, parameters);
  const caption = inspector.page.locator("induction-classifier .caption").first();
  expect(await caption.innerText()).toContain(`a = ${scale.toFixed(4)}`);
  const { steps: recorded, losses } = of.recording.snapshots;
  expect((await numbersIn("induction-timeline .standing")).slice(0, 2)).toEqual([recorded[row], losses[row]]);
}

/** Up to the last digit, in which exponentials of browsers and of Node may differ. */
function expectSame(shown: readonly number[], wanted: readonly number[]): void {
  expect(shown).toHaveLength(wanted.length);
  shown.forEach((value, index) => {
    expect(Math.abs(value - wanted[index])).toBeLessThanOrEqual(1e-14 * Math.abs(wanted[index]));
  });
}

/** A point of the track by its share of the width. */
async function pointAt(share: number): Promise<{ x: number; y: number }> {
  const box = await slider().boundingBox();
  if (!box) throw new Error("the track is not drawn");
  return { x: box.x + share * box.width, y: box.y + 12 };
}

test("dragging shows core's numbers of the recorded steps under the pointer, in all three parts", async () => {
  await open(showing(run));
  await expectRow(lastRow());
  const { mouse } = inspector.page;
  const from = await pointAt(0.9);
  await mouse.move(from.x, from.y);
  await mouse.down();
  const seen: number[] = [];
  for (const share of [0.7, 0.45, 0.2]) {
    const { x } = await pointAt(share);
    // The pointer may leave the track while it drags.
    await mouse.move(x, from.y + 60);
    await inspector.send();
    const step = await stepShown();
    expect(Math.abs((await handleAt()) + 5.5 - x)).toBeLessThan(30);
    await expectRow(steps().indexOf(step));
    seen.push(step);
  }
  await mouse.up();
  expect(seen).toEqual(seen.toSorted((a, b) => b - a));
  expect(new Set(seen).size).toBe(3);
  await mouse.move(from.x, from.y);
  await inspector.send();
  expect(await stepShown()).toBe(seen[2]);
  await slider().dblclick({ position: { x: 40, y: 12 } });
  await inspector.send();
  expect(await stepShown()).toBe(1000);
  expect(inspector.complaints).toEqual([]);
});

test("keys go from one recorded step to the next, wherever nothing else needs them", async () => {
  await open(showing(run));
  const rows = lastRow();
  await press("ArrowLeft");
  await expectRow(rows - 1);
  expect(await slider().getAttribute("aria-valuetext")).toBe(`step ${steps()[rows - 1]} of 1,000`);
  await press("Shift+ArrowLeft");
  expect(await stepShown()).toBe(steps()[rows - 11]);
  await press("ArrowRight", "Shift+ArrowRight");
  expect(await stepShown()).toBe(1000);
  await press("Home");
  await expectRow(0);
  await press("ArrowRight", "ArrowRight");
  await expectRow(2);
  await press("End");
  await expectRow(rows);
  await press("Home", "Escape");
  expect(await stepShown()).toBe(1000);
  await slider().focus();
  await press("PageDown");
  expect(await stepShown()).toBe(steps()[rows - 10]);
  await press("PageUp", "ArrowLeft");
  expect(await stepShown()).toBe(steps()[rows - 1]);
});

test("keys that sliders, radios, tabs and buttons use stay theirs", async () => {
  await open(showing(run));
  const { page } = inspector;
  await page.locator("induction-classifier").getByRole("slider").focus();
  await press("ArrowLeft", "Home", "Escape");
  expect(await stepShown()).toBe(1000);
  await timeline().getByRole("radio", { name: "log" }).focus();
  await press("ArrowLeft", "Home", " ");
  expect(await stepShown()).toBe(1000);
  await page.getByRole("tab", { name: "Losses" }).focus();
  await press("Home", "ArrowRight");
  expect(await stepShown()).toBe(1000);
  await page.getByRole("button", { name: "Show Log" }).focus();
  await press(" ");
  expect(await button("Play the run").count()).toBe(1);
  expect((await inspector.said()).filter(({ kind }) => kind === "act")).toHaveLength(1);
  // Which has no use for them.
  await press("ArrowLeft");
  expect(await stepShown()).toBe(steps()[lastRow() - 1]);
});

/** The quickstart run while it trains, at snapshot `row`, and the frames that come then. */
function going(row: number, facts: Partial<RunFacts> = {}): ToPanel[] {
  const standing = standingAt(run, row);
  return [
    {
      kind: "content",
      content: contentOf([{ role: "main", facts: { ...standing.facts, step: steps()[row], ...facts } }]),
    },
    { kind: "recording", run: run.facts.run, recording: recordedBetween(run.recording, 0, row + 1) },
  ];
}

const frame = (row: number, from: number): ToPanel => ({
  kind: "frame",
  run: run.facts.run,
  frame: {
    sequence: row,
    sentAt: Date.now(),
    state: standingAt(run, row).state,
    recorded: recordedBetween(run.recording, from, row + 1),
  },
});

test("live follows every frame; a chosen step stays where it is while they come", async () => {
  await open(going(20));
  await inspector.send(frame(30, 21));
  expect(await button("Live").getAttribute("aria-pressed")).toBe("true");
  await expectRow(30);
  await press("ArrowLeft");
  await expectRow(29);
  const before = await handleAt();
  for (const row of [31, 32, 33]) await inspector.send(frame(row, row));
  await expectRow(29);
  expect(await handleAt()).toBe(before);
  expect(await button("Live").getAttribute("aria-pressed")).toBe("false");
  const head = await numbersIn("induction-head-line dl");
  expect(head[0]).toBe(steps()[33]);
  await button("Newest").click();
  await inspector.send(frame(34, 34));
  await expectRow(34);
  expect(await button("Newest").count()).toBe(0);
  await button("Live").click();
  await inspector.send(frame(36, 35));
  await expectRow(34);
  await button("Live").click();
  await inspector.send();
  await expectRow(36);
});

test("a step that is shown in place of the chosen one is named", async () => {
  await open(going(20));
  const unrecorded = standingAt(run, 24);
  const recorded = recordedBetween(run.recording, 21, 21);
  const frameWithout = { sequence: 1, sentAt: Date.now(), state: unrecorded.state, recorded };
  await inspector.send({ kind: "frame", run: run.facts.run, frame: frameWithout });
  await button("Live").click();
  await inspector.send();
  await expectRow(24);
  const exactly = await timeline().locator(".standing").innerText();
  expect(exactly).not.toContain("recorded last");
  await inspector.send(frame(26, 25));
  await expectRow(20);
  const words = await timeline().locator(".standing").innerText();
  expect(words).toContain(`step ${steps()[20]} of 1,000`);
  expect(words).toContain(`recorded last before ${steps()[24]}`);
});

test("playing goes over the axis, from the beginning if it stands at the end, and stops there", async () => {
  await open(showing(run));
  await timeline().getByRole("radio", { name: "5 s", exact: true }).click();
  await button("Play the run").click();
  await expect.poll(stepShown).toBeLessThan(50);
  await button("Stop playing").click();
  const stood = await stepShown();
  await inspector.page.waitForTimeout(400);
  expect(await stepShown()).toBe(stood);
  await inspector.page.locator("body").click({ position: { x: 5, y: 5 } });
  await press(" ");
  expect(await button("Stop playing").count()).toBe(1);
  await timeline().getByRole("radio", { name: "60 s" }).click();
  expect(await stepShown()).toBeLessThan(200);
  await timeline().getByRole("radio", { name: "5 s", exact: true }).click();
  await expect.poll(() => button("Play the run").count(), { timeout: 20_000 }).toBe(1);
  await expectRow(lastRow());
  expect(await button("Newest").count()).toBe(0);
});

test("a step chosen by hand ends playing, and so does a page that is hidden", async () => {
  await open(showing(run));
  await press(" ");
  expect(await button("Stop playing").count()).toBe(1);
  await press("Home", "ArrowRight");
  expect(await button("Play the run").count()).toBe(1);
  expect(await stepShown()).toBe(steps()[1]);
  await press(" ");
  await inspector.page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await inspector.send();
  expect(await button("Play the run").count()).toBe(1);
});

test("stages, phases, edits and checkpoints are told with their steps", async () => {
  const facts: RunFacts = {
    ...staged.facts,
    edits: [{ step: 700, words: ["learning rate 1 → 0.3"] }],
    checkpoints: [500, 1050],
  };
  await open(showing(staged, facts));
  const list = timeline().getByRole("list", { name: "On the way" });
  const told = await list.getByRole("listitem").allTextContents();
  expect(told).toEqual(
    expect.arrayContaining([
      "Stage I selection: from step 0",
      "Stage II concentration: from step 150",
      "Stage III growth: from step 550",
      "Edit at step 700: learning rate 1 → 0.3",
      "Checkpoints at steps 500, 1,050",
    ]),
  );
  const rows = steps(staged).map((step, row) => ({ step, parameters: parametersAt(staged.recording, row) }));
  const phases = detectPhases(staged.model, rows);
  expect(phases.map(({ kind }) => kind)).toEqual(["selection", "concentration", "growth"]);
  for (const { kind, fromStep, toStep } of phases) {
    const [from, to] = [fromStep, toStep].map((step) => step.toLocaleString("en-US"));
    expect(told.some((text) => text.startsWith(`Phase of ${kind}: steps ${from} to ${to}.`))).toBe(true);
  }
  // Whoever sees the track reads the same as hints.
  const hints = await timeline().locator("svg.track title").allTextContents();
  expect(told).toEqual(expect.arrayContaining(hints));
  expect(hints).toHaveLength(7);
});

test("the axis of time, linear or logarithmic, keeps the step and moves the handle", async () => {
  await open(showing(staged));
  await press("Shift+ArrowLeft");
  const step = await stepShown();
  const places = new Set<number>();
  for (const scale of ["linear", "log"]) {
    for (const quantity of ["step", "time"]) {
      await timeline().getByRole("radio", { name: quantity }).click();
      await timeline().getByRole("radio", { name: scale }).click();
      await inspector.send();
      expect(await stepShown()).toBe(step);
      places.add(Math.round(await handleAt()));
    }
  }
  const { steps: recorded, times } = staged.recording.snapshots;
  const numbers = await numbersIn("induction-timeline .standing");
  expect(numbers.slice(0, 2)).toEqual([step, times[recorded.indexOf(step)]]);
  expect(places.size).toBeGreaterThanOrEqual(2);
  expect(await timeline().getByRole("radio", { name: "stage" }).count()).toBe(0);
});

test("runs compared can be laid over each other by their stages", async () => {
  const other: RecordedRun = { ...staged, facts: { ...staged.facts, run: "other", title: "other" } };
  const content = contentOf([
    { role: "main", facts: staged.facts },
    { role: "compared", facts: other.facts },
  ]);
  const recordings = [staged, other].map(({ facts, recording }): ToPanel => ({
    kind: "recording",
    run: facts.run,
    recording,
  }));
  await open([{ kind: "content", content }, ...recordings]);
  await timeline().getByRole("radio", { name: "stage" }).click();
  await inspector.send();
  const boundaries = await timeline()
    .locator("svg.track .boundary")
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().x));
  const track = await slider().boundingBox();
  const width = track?.width ?? 0;
  expect(boundaries.map((x) => Math.round((3 * (x - (track?.x ?? 0))) / width))).toEqual([1, 2]);
  expect(await timeline().getByRole("radio", { name: "linear" }).count()).toBe(0);
});

test.each([480, 700, 1240])(
  "no two words overlap and nothing moves while scrubbing, at %i pixels",
  async (width) => {
    await open(showing(staged, { ...staged.facts, edits: [{ step: 700, words: ["more"] }] }), { width });
    for (const scale of ["linear", "log"]) {
      for (const quantity of ["time", "step"]) {
        await timeline().getByRole("radio", { name: quantity }).click();
        await timeline().getByRole("radio", { name: scale }).click();
        await inspector.send();
        const boxes = await timeline()
          .locator("svg.track text")
          .evaluateAll((all) =>
            all
              .filter((one) => one.textContent !== "")
              .map((one) => {
                const { left, right, top, bottom } = one.getBoundingClientRect();
                return { text: one.textContent, left, right, top, bottom };
              }),
          );
        expect(boxes.length).toBeGreaterThan(4);
        for (const one of boxes) {
          const others = boxes.filter((other) => other !== one);
          const covered = others.filter(
            (other) =>
              other.left < one.right &&
              one.left < other.right &&
              other.top < one.bottom &&
              one.top < other.bottom,
          );
          expect(covered, `beside "${one.text}"`).toEqual([]);
        }
      }
    }
    const top = async () => (await slider().boundingBox())?.y;
    const before = await top();
    for (const key of ["ArrowLeft", "Home", "Shift+ArrowRight"]) {
      await press(key);
      expect(await top()).toBe(before);
    }
  },
);

test("the track stands still while the handle moves", async () => {
  await open(showing(run));
  const changes = await inspector.page.evaluate(async () => {
    const find = (root: ParentNode): Element | null => {
      for (const one of root.querySelectorAll("*")) {
        if (one.matches("svg.track")) return one;
        const found = one.shadowRoot && find(one.shadowRoot);
        if (found) return found;
      }
      return null;
    };
    const track = find(document);
    if (!track) return -1;
    let count = 0;
    new MutationObserver((records) => (count += records.length)).observe(track, {
      ...{ subtree: true, childList: true, attributes: true, characterData: true },
    });
    for (let press = 0; press < 20; press++) {
      document.body.dispatchEvent(
        new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true, composed: true }),
      );
      await new Promise(requestAnimationFrame);
    }
    return count;
  });
  expect(changes).toBe(0);
  expect(await stepShown()).toBe(steps()[lastRow() - 20]);
});
