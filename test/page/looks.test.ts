/** What every view looks like, in every theme and on narrow panels: pictures to be looked at, in test-results/page. */
import { beforeAll, expect, test } from "vitest";
import { contentOf, openInspector, showing, type Inspector } from "./inspectorPage";
import { answerAll } from "./tracing";
import { recordedBetween, standingAt, trained, type RecordedRun } from "./recorded";
import { themeNames } from "./themes";
import { ablationStudy, diagnosisOf, evaluationStudy, studiesMessage, theoryStudy } from "./studied";
import type { RunFacts, ToPanel } from "../../core/protocol";
import { setStage } from "./stage";

const stage = setStage();
let quick: RecordedRun;
let slow: RecordedRun;
let wide: RecordedRun;
let stages: RecordedRun;

beforeAll(async () => {
  quick = await trained(stage.folder, "quickstart-2026-11-22-020128", "quickstart");
  slow = await trained(
    stage.folder,
    "quickstart-2026-11-22-015502",
    "quickstart",
    ...["--set", "training.stages.0.learningRate=0.3"],
  );
  wide = await trained(stage.folder, "wide-2026-11-22-030000", {
    name: "wide",
    data: { trainSequences: 300, validationSequences: 50, parents: [2, 9] },
    model: { heads: 7, window: 40, maxDegree: 2, boundary: "skip" },
    training: { stages: [{ train: ["rpe", "coefficients", "scale"], steps: 60 }] },
  });
  stages = await trained(stage.folder, "three-stages-2026-11-22-031500", {
    name: "three-stages",
    data: { trainSequences: 500, validationSequences: 100 },
    training: {
      stages: [
        { name: "I selection", train: ["coefficients"], steps: 150 },
        { name: "II concentration", train: ["rpe"], steps: 400 },
        { name: "III growth", train: ["scale"], steps: 500 },
      ],
    },
  });
});

const steered = (run: RecordedRun, facts: Partial<RunFacts>): RunFacts => ({ ...run.facts, ...facts });

/** Each view by its name, and what the host says to bring it about. */
const views: Record<string, () => readonly ToPanel[]> = {
  finished: () => showing(quick),
  live: () => {
    const row = Math.floor(quick.recording.snapshots.steps.length / 2);
    const { facts, state } = standingAt(quick, row);
    const recorded = recordedBetween(quick.recording, 0, row);
    return [
      { kind: "content", content: contentOf([{ role: "main", facts }]) },
      { kind: "recording", run: facts.run, recording: recorded },
      {
        kind: "frame",
        run: facts.run,
        frame: {
          sequence: 0,
          sentAt: Date.now(),
          state,
          recorded: recordedBetween(quick.recording, row, row + 1),
        },
      },
    ];
  },
  ghost: () => {
    const row = Math.floor(quick.recording.snapshots.steps.length / 3);
    const { facts, state } = standingAt(quick, row);
    const edits = [{ step: 40, words: ["learning rate 0.3 → 1 in stage I"] }];
    const content = contentOf(
      [
        { role: "main", facts: { ...facts, state: "paused", edits, pace: 10 } },
        { role: "ghost", facts: slow.facts },
      ],
      {
        differences: [{ field: "training.stages[0].learningRate", values: ["1", "0.3"] }],
        notice: { severity: "info", text: "learning rate 0.3 → 1 in stage I: restarted" },
      },
    );
    const recorded = recordedBetween(quick.recording, 0, row);
    return [
      { kind: "content", content },
      { kind: "recording", run: slow.facts.run, recording: slow.recording },
      { kind: "recording", run: facts.run, recording: recorded },
      { kind: "frame", run: facts.run, frame: { sequence: 0, sentAt: Date.now(), state, recorded } },
    ];
  },
  comparison: () => [
    {
      kind: "content",
      content: contentOf(
        [
          { role: "main", facts: quick.facts },
          { role: "compared", facts: slow.facts },
          { role: "compared", facts: stages.facts },
        ],
        {
          title: "Compare 3 runs",
          differences: [
            { field: "training.stages[0].learningRate", values: ["1", "0.3", "1"] },
            { field: "model.loss", values: ["softmax", "softmax", "log"] },
            { field: "training.stages[2].steps", values: [null, null, "500"] },
          ],
        },
      ),
    },
    ...[quick, slow, stages].map(({ facts, recording }): ToPanel => ({
      kind: "recording",
      run: facts.run,
      recording,
    })),
  ],
  stages: () =>
    showing(stages, steered(stages, { edits: [{ step: 700, words: ["learning rate 1 → 0.3"] }] })),
  wide: () => showing(wide),
  studied: () => [
    ...showing(quick),
    studiesMessage(quick, {
      theory: theoryStudy(),
      evaluation: evaluationStudy(1000),
      ablation: ablationStudy(600),
      diagnosis: diagnosisOf(1000),
    }),
  ],
  queued: () => [
    {
      kind: "content",
      content: contentOf([
        {
          role: "main",
          facts: steered(quick, {
            ...{ state: "queued", trainedBy: "thisWindow", sentence: "waits for 2 runs to end", step: 0 },
            ...{ losses: null, stages: [], stepsPerSecond: 0 },
          }),
        },
      ]),
    },
  ],
  failed: () =>
    showing(
      quick,
      steered(quick, {
        state: "failed",
        sentence:
          "failed at step 412 of 1000: The loss is NaN after step 412. Lower the learning rate, or set training.stages[0].optimizer to adam.",
        step: 412,
      }),
    ),
  damaged: () => [
    {
      kind: "content",
      content: contentOf([
        {
          role: "main",
          facts: steered(quick, {
            problems: [
              "snapshots.zarr/rpe is missing",
              "metrics.jsonl: 3 damaged lines passed over, the first is line 17",
            ],
          }),
        },
      ]),
    },
    { kind: "recording", run: quick.facts.run, recording: damagedRecording() },
  ],
  elsewhere: () =>
    showing(
      quick,
      steered(quick, { state: "running", trainedBy: "elsewhere", sentence: "running, step 800" }),
    ),
};

function damagedRecording(): RecordedRun["recording"] {
  const { snapshots, metrics } = quick.recording;
  return { metrics, snapshots: { ...snapshots, parameters: snapshots.parameters.map(() => NaN) } };
}

async function show(name: string, wishes: Parameters<typeof openInspector>[1]): Promise<Inspector> {
  const inspector = await openInspector(stage.browser, wishes);
  const messages = views[name]();
  await inspector.send(...messages);
  const asked = [quick, wide, stages].find(({ facts }) => isMain(messages, facts.run));
  if (asked) await answerAll(inspector, asked);
  return inspector;
}

function isMain([first]: readonly ToPanel[], run: string): boolean {
  return first.kind === "content" && first.content.runs[0].facts.run === run;
}

const studyPages = ["Theory", "Generalisation", "Ablations"];
/** Whose circuit is like another's: their tabs are too. */
const likeOthers = ["live", "failed", "elsewhere"];

/**
 * Of the tabs below the circuit; none before there is anything to show. Those of studies look alike in all views but
 * the one that has some, and their beginning is the same in all but one of the others.
 */
async function pagesOf({ page }: Inspector, view: string): Promise<string[]> {
  if (likeOthers.includes(view)) return [];
  // What is out of sight is not laid out, and has no inner text.
  const all = (await page.getByRole("tab").allTextContents()).map((text) => text.trim());
  if (view === "studied") return all.filter((name) => name === all[0] || studyPages.includes(name));
  return view === "finished" ? all : all.filter((name) => !studyPages.includes(name));
}

async function openPage(inspector: Inspector, name: string): Promise<void> {
  await inspector.page.getByRole("tab", { name, exact: true }).click();
  await inspector.send();
}

test.each(Object.keys(views))(
  "%s: in the editor's colours, without a complaint of the browser",
  async (name) => {
    const inspector = await show(name, { width: 1240 });
    for (const theme of themeNames) {
      await inspector.setTheme(theme);
      await inspector.picture(`${name}-${theme}`);
    }
    // Where nobody looks at the pictures one theme will do: what is drawn is the same.
    const seen = process.env.CI === undefined ? (["light", "dark"] as const) : [];
    for (const page of (await pagesOf(inspector, name)).slice(1)) {
      await openPage(inspector, page);
      for (const theme of seen) {
        await inspector.setTheme(theme);
        await inspector.picture(`${name}-${page.toLowerCase().replaceAll(" ", "-")}-${theme}`);
      }
    }
    expect(inspector.complaints).toEqual([]);
    await inspector.page.context().close();
  },
);

test.each(Object.keys(views))("%s: nothing scrolls sideways, down to 480 pixels", async (name) => {
  const inspector = await show(name, { width: 480, theme: "light" });
  const overflow = () =>
    inspector.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  for (const page of [null, ...(await pagesOf(inspector, name))]) {
    if (page !== null) await openPage(inspector, page);
    for (const width of page === null ? [480, 640, 899, 901] : [480, 899]) {
      await inspector.page.setViewportSize({ width, height: 900 });
      await inspector.send();
      expect(await overflow(), `${page ?? "as opened"} at ${width} pixels`).toBe(0);
      if (width === 480)
        await inspector.picture(`${name}${page === null ? "" : `-${page.toLowerCase()}`}-narrow`);
    }
  }
  await inspector.page.context().close();
});
