/** The page by the rules of accessibility: axe-core on every page of several runs, and its rules of colour in other themes. */
import axe, { type AxeResults } from "axe-core";
import { beforeAll, expect, test } from "vitest";
import type { SequenceAnswer, ToPanel } from "../../core/protocol";
import { contentOf, openInspector, showing, type Inspector } from "./inspectorPage";
import { trained, type RecordedRun } from "./recorded";
import { ablationStudy, diagnosisOf, evaluationStudy, studiesMessage, theoryStudy } from "./studied";
import { themeNames, type ThemeName } from "./themes";
import { setStage } from "./stage";

const stage = setStage();
let quick: RecordedRun;
let wide: RecordedRun;

beforeAll(async () => {
  quick = await trained(stage.folder, "quickstart-1", "quickstart");
  wide = await trained(stage.folder, "wide-1", {
    name: "wide",
    data: { trainSequences: 200, validationSequences: 50, parents: [2, 9] },
    model: { heads: 7, window: 40, maxDegree: 2, boundary: "skip" },
    training: { stages: [{ train: ["rpe", "coefficients", "scale"], steps: 40 }] },
  });
});

const traced = ({ facts }: RecordedRun): ToPanel => {
  const tokens = Uint8Array.from({ length: 101 }, (_, at) => (at * at + (at >> 2)) % 3);
  const sequence: SequenceAnswer = { kind: "tokens", set: "validation", index: 0, count: 50, tokens };
  return { kind: "sequence", run: facts.run, sequence };
};

const views: Record<string, () => readonly ToPanel[]> = {
  "a small run": () => [...showing(quick), traced(quick)],
  "a run that was studied": () => [
    ...showing(quick),
    traced(quick),
    studiesMessage(quick, {
      theory: theoryStudy(),
      evaluation: evaluationStudy(1000),
      ablation: ablationStudy(600),
      diagnosis: diagnosisOf(1000),
    }),
  ],
  "a run of many heads and lags": () => [...showing(wide), traced(wide)],
  "a comparison": () => [
    {
      kind: "content",
      content: contentOf(
        [
          { role: "main", facts: quick.facts },
          { role: "compared", facts: wide.facts },
        ],
        { differences: [{ field: "model.heads", values: ["3", "7"] }] },
      ),
    },
    ...[quick, wide].map(({ facts, recording }): ToPanel => ({
      kind: "recording",
      run: facts.run,
      recording,
    })),
    traced(quick),
  ],
};

test.each(Object.keys(views))("axe finds nothing serious in %s, on any page", async (name) => {
  const inspector = await openInspector(stage.browser, { width: 1240 });
  await inspector.page.evaluate(axe.source);
  await inspector.send(...views[name]());
  // What is out of sight is not laid out, and has no inner text.
  const tabs = (await inspector.page.getByRole("tab").allTextContents()).map((text) => text.trim());
  expect(tabs.length).toBeGreaterThan(3);
  const found: string[] = [];
  // All that has a colour is in the run that was studied, or looks there as it does in the others.
  for (const theme of name === "a run that was studied" ? themeNames : themeNames.slice(0, 2)) {
    await inspector.setTheme(theme);
    // Around the open tab nothing changes: once for every theme is enough.
    for (const tab of tabs) found.push(...(await problemsOn(inspector, theme, tab, tab === tabs[0])));
  }
  expect([...new Set(found)]).toEqual([]);
  await inspector.page.context().close();
});

/** @param around also in all that surrounds the tab's page */
async function problemsOn(
  inspector: Inspector,
  theme: ThemeName,
  tab: string,
  around: boolean,
): Promise<string[]> {
  await inspector.page.getByRole("tab", { name: tab, exact: true }).click();
  await inspector.send();
  // Themes differ in nothing but colours.
  const rules = theme === themeNames[0] ? {} : { runOnly: ["color-contrast", "link-in-text-block"] };
  const page = { include: { fromShadowDom: ["induction-inspector", "induction-tabs"] } };
  const { violations } = await inspector.page.evaluate<AxeResults>(
    `axe.run(${around ? "document" : JSON.stringify(page)}, ${JSON.stringify({ resultTypes: ["violations"], ...rules })})`,
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")} (${theme}, ${tab})`));
}
