import { beforeAll, expect, test } from "vitest";
import { openInspector, showing } from "./inspectorPage";
import { trained, type RecordedRun } from "./recorded";
import { setStage } from "./stage";
import { answerAll } from "./tracing";
import { ablationStudy, diagnosisOf, evaluationStudy, studiesMessage, theoryStudy } from "./studied";

const stage = setStage();
let run: RecordedRun;
beforeAll(async () => {
  run = await trained(stage.folder, "quickstart-1", "quickstart");
});
const themes = (process.env.THEMES ?? "dark").split(",") as ("dark" | "light")[];
const widths = (process.env.WIDTHS ?? "1240").split(",").map(Number);
test("look", async () => {
  for (const width of widths) {
    const inspector = await openInspector(stage.browser, { width });
    await inspector.send(
      ...showing(run),
      studiesMessage(run, {
        theory: theoryStudy(),
        evaluation: evaluationStudy(1000),
        ablation: ablationStudy(600),
        diagnosis: diagnosisOf(1000),
      }),
    );
    await answerAll(inspector, run);
    await inspector.page.getByRole("button", { name: "beside GIH and Bayes" }).click();
    await inspector.page.locator("summary").first().click();
    for (const theme of themes) {
      await inspector.setTheme(theme);
      await inspector.picture(`zs-top-${theme}-${width}`);
      for (const [name, part] of [["Theory","theory"], ["Generalisation","generalisation"], ["Ablations","ablations"]]) {
        await inspector.page.getByRole("tab", { name }).click();
        await inspector.send();
        await inspector.send();
        await inspector.page.locator(`induction-${part}`).screenshot({ path: `test-results/page/zs-${part}-${theme}-${width}.png` });
      }
    }
    expect(inspector.complaints).toEqual([]);
    await inspector.page.context().close();
  }
}, 200000);
