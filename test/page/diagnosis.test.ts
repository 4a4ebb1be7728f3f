/** What a diagnosis found, in the built page: a quiet line each, with evidence and advice behind it. */
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { contentOf, openInspector, showing, type Inspector } from "./inspectorPage";
import { trained, type RecordedRun } from "./recorded";
import { setStage } from "./stage";
import { diagnosisOf, studiesMessage } from "./studied";

const stage = setStage();
let run: RecordedRun;
let inspector: Inspector;

beforeAll(async () => {
  run = await trained(stage.folder, "quickstart-1", "quickstart", "--steps", "40");
});

beforeEach(async () => {
  inspector = await openInspector(stage.browser);
  await inspector.send(...showing(run));
});

afterEach(async () => {
  expect(inspector.complaints).toEqual([]);
  await inspector.page.context().close();
});

const notices = () => inspector.page.locator("induction-notices");
const findings = () => notices().locator("section");

test("of a healthy run nothing is said over the page", async () => {
  await inspector.send(studiesMessage(run, { diagnosis: { step: 40, findings: [], notes: [] } }));
  await expect(findings().count()).resolves.toBe(0);
});

test("every finding is a line with its title; evidence and advice come when they are asked for", async () => {
  const diagnosis = diagnosisOf(40);
  await inspector.send(studiesMessage(run, { diagnosis }));
  await expect(findings().count()).resolves.toBe(2);
  const [first] = diagnosis.findings;
  const line = findings().first();
  await expect(line.getAttribute("class")).resolves.toBe("warning");
  await expect(findings().last().getAttribute("class")).resolves.toBe("error");
  await expect(line.innerText()).resolves.toBe(`${first.title}\nwhy`);
  const summary = line.locator("summary");
  await summary.focus();
  await inspector.page.keyboard.press("Enter");
  await expect(line.getByRole("listitem").allInnerTexts()).resolves.toEqual([
    ...first.evidence,
    ...first.advice,
  ]);
  await expect(line.getByText("Found at step 40.").isVisible()).resolves.toBe(true);
});

test("a diagnosis that is older than the run says so", async () => {
  await inspector.send(studiesMessage(run, { diagnosis: diagnosisOf(10) }));
  await findings().first().locator("summary").click();
  await expect(
    findings().first().getByText("Found at step 10; the run has gone on to step 40 since.").isVisible(),
  ).resolves.toBe(true);
});

test("of runs that are compared each finding names its run", async () => {
  const other = { ...run.facts, run: `${run.facts.run}-2`, title: "quickstart-2" };
  const content = contentOf([
    { role: "main", facts: run.facts },
    { role: "compared", facts: other },
  ]);
  await inspector.send(
    { kind: "content", content },
    studiesMessage({ facts: other }, { diagnosis: diagnosisOf(40) }),
  );
  await expect(findings().first().locator("summary div").innerText()).resolves.toBe(
    `quickstart-2: ${diagnosisOf(40).findings[0].title}`,
  );
});
