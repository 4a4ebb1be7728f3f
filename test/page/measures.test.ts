/** The page of the heads' measures in the built page: the literature's numbers of every head over the training. */
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { circuitMeasures, type CircuitMeasures } from "../../core/inspect";
import { contentOf, openInspector, showing, type Inspector } from "./inspectorPage";
import { parametersAt, recordedBetween, standingAt, trained, type RecordedRun } from "./recorded";
import { setStage } from "./stage";
import { exactNumbers, overflowOf, standOn } from "./standing";

const stage = setStage();
let run: RecordedRun;
let other: RecordedRun;
let inspector: Inspector;

beforeAll(async () => {
  run = await trained(stage.folder, "quickstart-1", "quickstart");
  other = await trained(stage.folder, "quickstart-2", "quickstart", "--set", "seed=3", "--steps", "300");
});

beforeEach(async () => {
  inspector = await openInspector(stage.browser);
});

afterEach(async () => {
  expect(inspector.complaints).toEqual([]);
  await inspector.page.context().close();
});

const view = () => inspector.page.locator("induction-measures");
const caption = () => view().locator(".caption").first();
const values = (label: string) => view().getByRole("list", { name: `Values of ${label}` });

async function showHeads(): Promise<void> {
  await inspector.page.getByRole("tab", { name: "Heads" }).click();
  await measured();
}

/** Rows are measured between frames: resolves when all are. */
async function measured(): Promise<void> {
  await inspector.send();
  await inspector.page.waitForFunction(() => {
    const page = document.querySelector("induction-inspector")?.shadowRoot;
    const heads = page?.querySelector("induction-measures");
    return heads instanceof HTMLElement && Reflect.get(heads, "measuring") === false;
  });
  await inspector.send();
}

function measuresAt(of: RecordedRun, row: number): CircuitMeasures {
  return circuitMeasures(of.model, parametersAt(of.recording, row));
}

/** What the caption says of the second layer, of all that match, and of chance. */
const told = ({ heads, perfect, chance }: CircuitMeasures) => [
  heads[heads.length - 1].prefixMatching,
  ...[perfect, chance],
];

async function expectClose(actual: Promise<number[]>, expected: readonly number[]): Promise<void> {
  const numbers = await actual;
  expect(numbers).toHaveLength(expected.length);
  expected.forEach((value, index) => expect(numbers[index]).toBeCloseTo(value, 9));
}

test("the caption has the second layer's exact score, what it could have, and chance", async () => {
  await inspector.send(...showing(run));
  await showHeads();
  const last = run.recording.snapshots.steps.length - 1;
  const measures = measuresAt(run, last);
  await expectClose(exactNumbers(caption()), told(measures));
  const [score, perfect, chance] = told(measures);
  expect(score).toBeGreaterThan(5 * chance);
  expect(score).toBeLessThan(perfect);
});

test("every head has a curve of each measure, with its exact value in the end", async () => {
  await inspector.send(...showing(run));
  await showHeads();
  const { heads, perfect, chance } = measuresAt(run, run.recording.snapshots.steps.length - 1);
  await expectClose(exactNumbers(values("prefix matching")), [
    ...heads.map(({ prefixMatching }) => prefixMatching),
    ...[perfect, chance],
  ]);
  await expectClose(
    exactNumbers(values("entropy of attention")),
    heads.map(({ entropy }) => entropy),
  );
  await expectClose(
    exactNumbers(values("attention to the token 1 back")),
    heads.map(({ previousToken }) => previousToken[0]),
  );
});

test("another previous token can be chosen", async () => {
  await inspector.send(...showing(run));
  await showHeads();
  await view().getByRole("combobox", { name: "Which previous token" }).click();
  await view().getByRole("option", { name: "2 back" }).click();
  await inspector.send();
  const { heads } = measuresAt(run, run.recording.snapshots.steps.length - 1);
  await expectClose(
    exactNumbers(values("attention to the token 2 back")),
    heads.map(({ previousToken }) => previousToken[1]),
  );
  await expect(values("attention to the token 1 back").count()).resolves.toBe(0);
});

test("at an earlier step the caption tells what was measured there; every one of the first rows is", async () => {
  await inspector.send(...showing(run));
  await showHeads();
  for (const row of [0, 3, 17]) {
    const step = run.recording.snapshots.steps[row];
    await standOn(inspector, step);
    await expect(caption().innerText()).resolves.toMatch(new RegExp(`^Step ${step}:`));
    await expectClose(exactNumbers(caption()), told(measuresAt(run, row)));
  }
});

test("while a run goes on what it records is measured too", async () => {
  const [early, late] = [40, 80];
  const { facts } = standingAt(run, early);
  await inspector.send(
    { kind: "content", content: contentOf([{ role: "main", facts }]) },
    { kind: "recording", run: facts.run, recording: recordedBetween(run.recording, 0, early + 1) },
  );
  await showHeads();
  await expectClose(exactNumbers(caption()), told(measuresAt(run, early)));
  const { state } = standingAt(run, late);
  const recorded = recordedBetween(run.recording, early + 1, late + 1);
  await inspector.send({ kind: "frame", run: facts.run, frame: { sequence: 1, sentAt: 0, state, recorded } });
  await measured();
  await expectClose(exactNumbers(caption()), told(measuresAt(run, late)));
});

test("of runs that are compared each has a curve in every chart", async () => {
  await inspector.send(
    {
      kind: "content",
      content: contentOf([
        { role: "main", facts: run.facts },
        { role: "compared", facts: other.facts },
      ]),
    },
    { kind: "recording", run: run.facts.run, recording: run.recording },
    { kind: "recording", run: other.facts.run, recording: other.recording },
  );
  await showHeads();
  const scores = [run, other].map((one) => {
    const { heads } = measuresAt(one, one.recording.snapshots.steps.length - 1);
    return heads[heads.length - 1].prefixMatching;
  });
  const list = values("prefix matching of the second layer");
  await expect(list.getByRole("listitem").count()).resolves.toBe(2);
  const shown = await exactNumbers(list);
  expect(shown[0]).toBeCloseTo(scores[0], 9);
  await expect(values("attention of head 2 to the token 1 back").getByRole("listitem").count()).resolves.toBe(
    2,
  );
});

test("it says that copying is perfect by construction, and fits into 480 pixels", async () => {
  await inspector.send(...showing(run));
  await showHeads();
  await expect(view().locator(".how").innerText()).resolves.toContain("The copying score of W_OV is 1");
  await inspector.page.setViewportSize({ width: 480, height: 900 });
  await inspector.send();
  await expect(overflowOf(inspector)).resolves.toBe(0);
});
