/** Runs that wait, failed or are damaged: what is missing is said, with the button that helps, and the rest is shown. */
import { beforeAll, expect, test } from "vitest";
import { emptyRecording, type RunFacts, type ToPanel } from "../../core/protocol";
import { contentOf, openInspector, readAloud, showing, type Inspector } from "./inspectorPage";
import { trained, type RecordedRun } from "./recorded";
import { setStage } from "./stage";

const stage = setStage();
let run: RecordedRun;

beforeAll(async () => {
  run = await trained(stage.folder, "quickstart-1", "quickstart", "--steps", "50");
});

async function show(...messages: readonly ToPanel[]): Promise<Inspector> {
  const inspector = await openInspector(stage.browser);
  await inspector.send(...messages);
  return inspector;
}

const only = (facts: Partial<RunFacts>): ToPanel => ({
  kind: "content",
  content: contentOf([{ role: "main", facts: { ...run.facts, ...facts } }]),
});
const beforeStep0: Partial<RunFacts> = { step: 0, stages: [], losses: null, stepsPerSecond: 0 };

test("a page that was told nothing yet says that it waits", async () => {
  const inspector = await openInspector(stage.browser);
  await inspector.send();
  await expect(readAloud(inspector)).resolves.toContain("Opening the run …");
  await inspector.page.context().close();
});

test("a run in the queue says what it waits for, and can be taken out", async () => {
  const sentence = "waits for 2 runs to end";
  const inspector = await show(only({ ...beforeStep0, state: "queued", trainedBy: "thisWindow", sentence }));
  await expect(readAloud(inspector)).resolves.toMatch(/"In the queue"[^]*waits for 2 runs to end/);
  await inspector.page.locator(".missing").getByRole("button", { name: "Stop" }).click();
  await expect(inspector.heard("act")).resolves.toMatchObject({ action: "stop" });
  await inspector.page.context().close();
});

test("a failed run says what happened and what to do, and shows how far it came", async () => {
  const sentence = "failed at step 50 of 1000: The loss is NaN. Lower the learning rate.";
  const inspector = await show(...showing(run, { ...run.facts, state: "failed", sentence }));
  const alert = inspector.page.getByRole("alert");
  await expect(alert.innerText()).resolves.toContain(sentence);
  await expect(alert.innerText()).resolves.toContain("change the experiment and run it again, or resume");
  await inspector.page.getByRole("button", { name: "Resume" }).click();
  await inspector.page.getByRole("button", { name: "Run Again" }).click();
  await alert.getByRole("button", { name: "Open Experiment" }).click();
  const asked = (await inspector.said()).flatMap((message) =>
    message.kind === "act" ? [message.action] : [],
  );
  expect(asked).toEqual(["resume", "again", "openExperiment"]);
  await expect(
    inspector.page.locator("induction-selector").getByRole("listitem").count(),
  ).resolves.toBeGreaterThan(6);
  await inspector.page.context().close();
});

test("an interrupted run offers to go on", async () => {
  const sentence = "interrupted at step 50 of 1000: its process ended without a word";
  const inspector = await show(...showing(run, { ...run.facts, state: "interrupted", sentence }));
  const text = await readAloud(inspector);
  expect(text).toContain(sentence);
  expect(text).toContain("Resuming goes on from its newest checkpoint.");
  await inspector.page.getByRole("button", { name: "Resume" }).click();
  await expect(inspector.heard("act")).resolves.toMatchObject({ action: "resume" });
  await inspector.page.context().close();
});

test("what of a run is damaged is named, and its losses are shown without its parameters", async () => {
  const problems = ["snapshots.zarr/rpe is missing", "metrics.jsonl: 3 damaged lines passed over"];
  const { snapshots, metrics } = run.recording;
  const parameters = snapshots.parameters.map((value, index) => (index % 23 < 15 ? NaN : value));
  const inspector = await show(
    ...showing({ ...run, recording: { metrics, snapshots: { ...snapshots, parameters } } }),
  );
  await inspector.send({ kind: "facts", facts: { ...run.facts, problems } });
  const text = await readAloud(inspector);
  for (const problem of problems) expect(text).toContain(problem);
  expect(text).toContain("The parameters cannot be read");
  expect(text).toMatch(/training\s+0\.\d{4}/);
  await inspector.page.locator(".missing").getByRole("button", { name: "Show Folder" }).click();
  await expect(inspector.heard("act")).resolves.toMatchObject({ action: "reveal" });
  expect(inspector.complaints).toEqual([]);
  await inspector.page.context().close();
});

test("without a configuration there is no circuit, and the page says why", async () => {
  const inspector = await show(...showing(run, { ...run.facts, experiment: null }));
  await expect(readAloud(inspector)).resolves.toContain("The configuration cannot be read");
  await expect(readAloud(inspector)).resolves.toMatch(/training\s+0\.\d{4}/);
  await inspector.page.context().close();
});

test("a run folder that is gone or unreadable is told of once, and offers nothing that cannot work", async () => {
  const sentence = "There is no run in /runs/a any more.";
  const gone: Partial<RunFacts> = { state: "failed", experiment: null, sentence, problems: [sentence] };
  const inspector = await show(only({ ...beforeStep0, ...gone, totalSteps: 0 }));
  await inspector.send({ kind: "recording", run: run.facts.run, recording: emptyRecording });
  expect((await readAloud(inspector)).split(sentence)).toHaveLength(2);
  await expect(inspector.page.getByRole("button", { name: "Resume" }).count()).resolves.toBe(0);
  await inspector.page.context().close();
});

test("a notice of the host stands over the page until it is taken back", async () => {
  const inspector = await show(...showing(run));
  const text = "learning rate 1 → 0.3 in stage I: continued";
  await inspector.send({ kind: "notice", notice: { severity: "info", text } });
  await expect(readAloud(inspector)).resolves.toContain(text);
  await inspector.send({ kind: "notice", notice: null });
  await expect(readAloud(inspector)).resolves.not.toContain(text);
  await inspector.page.context().close();
});
