/** Studies as the command line makes them, in the built page: every number of the run's folder where it belongs. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readStudies, type Studies } from "../../core/studies";
import { programFile } from "../cli/program";
import { openInspector, showing, type Inspector } from "./inspectorPage";
import { trained, type RecordedRun } from "./recorded";
import { setStage } from "./stage";
import { exactNumbers, overflowOf } from "./standing";
import { studiesMessage } from "./studied";

const stage = setStage();
let run: RecordedRun;
let studies: Studies;
let inspector: Inspector;

beforeAll(async () => {
  run = await trained(stage.folder, "quickstart-1", "quickstart");
  const directory = run.facts.run;
  await command("theory", directory);
  await command("evaluate", directory, "--lengths", "20,100,400", "--alphas", "0.1,1", "--sequences", "200");
  await command("ablate", directory, "--knock-outs-only");
  await command("diagnose", directory);
  const read = await readStudies(directory);
  expect(read.problems).toEqual([]);
  studies = read.studies;
  inspector = await openInspector(stage.browser);
  await inspector.send(...showing(run), studiesMessage(run, studies));
}, 300_000);

afterAll(() => expect(inspector.complaints).toEqual([]));

async function command(...words: readonly string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [programFile, ...words], { cwd: stage.folder });
}

async function open(name: string): Promise<ReturnType<Inspector["page"]["locator"]>> {
  await inspector.page.getByRole("tab", { name }).click();
  await inspector.send();
  return inspector.page.locator(`induction-${name.toLowerCase()}`);
}

function of<Kind extends keyof Studies>(kind: Kind): NonNullable<Studies[Kind]> {
  const study = studies[kind];
  if (!study) throw new Error(`no study of ${kind} was written`);
  return study;
}

test("theory: the data select {1, 2}, the model agrees, and the losses are those of the folder", async () => {
  const view = await open("Theory");
  await expect(view.locator(".caption").innerText()).resolves.toContain(
    "By Ĩ the data select {1, 2}, and so does the model at step 1,000",
  );
  const { references } = of("theory");
  const table = view.getByRole("table", { name: "losses on the validation sequences" });
  await expect(exactNumbers(table)).resolves.toEqual(references.map(({ loss }) => loss.mean));
});

test("generalisation: the gap to Bayes in every cell", async () => {
  const view = await open("Generalisation");
  const gaps = of("evaluation").cells.map(
    ({ predictors }) => predictors.find(({ kind }) => kind === "bayes")?.logGap.mean,
  );
  await expect(exactNumbers(view.getByRole("table", { name: /loss less that of/ }))).resolves.toEqual(gaps);
});

test("ablations: the cost of every part that was knocked out", async () => {
  const view = await open("Ablations");
  const costs = of("ablation").knockOuts.map(({ cost }) => cost.mean);
  expect(costs.length).toBeGreaterThan(3);
  const plot = view.getByRole("table", { name: "what each part is worth" });
  await expect(exactNumbers(plot)).resolves.toEqual(costs);
});

test("every finding of the diagnosis stands over the page, and nothing else", async () => {
  const titles = of("diagnosis").findings.map(({ title }) => title);
  const lines = inspector.page.locator("induction-notices summary div");
  await expect(lines.allInnerTexts()).resolves.toEqual(titles);
});

test("pictures for people, wide and narrow: nothing scrolls sideways", async () => {
  for (const width of [1240, 480]) {
    await inspector.page.setViewportSize({ width, height: 900 });
    for (const name of ["Theory", "Generalisation", "Ablations"]) {
      await open(name);
      await inspector.picture(`real-${name.toLowerCase()}-${width}`);
      await expect(overflowOf(inspector)).resolves.toBe(0);
    }
  }
});
