/** From lazy to rich as a person watches it: the mixed target from its preset, and induction heads built by hand. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { listRuns } from "../../core/runs";
import {
  activeTab,
  answer,
  clickInline,
  closeEditors,
  describeWorkbench,
  expand,
  find,
  openFile,
  openProblems,
  openSidebar,
  problem,
  replaceText,
  runCommand,
  save,
  treeRow,
  untilWorks,
  useTheme,
  webview,
} from "../workbench";

const run = promisify(execFile);
const file = "lazy.induction.json";

describeWorkbench("From lazy to rich", { fixture: "test/e2e/empty" }, (workbench) => {
  const inspector = () => webview(workbench().page);
  const inFolder = (...parts: readonly string[]) => path.join(workbench().folder, ...parts);
  const manifestOf = async (name: string) => {
    const listings = await listRuns(inFolder("runs"));
    return listings.flatMap((one) =>
      one.kind === "run" && one.manifest.name === name ? [one.manifest] : [],
    )[0];
  };
  const construct = (head: string, ...options: readonly string[]) =>
    run(process.execPath, [
      ...[path.resolve("dist/cli.cjs"), "construct", head, "--sequences", "50"],
      ...["--out", inFolder("runs", `built-${head}`), ...options],
    ]);
  const pictures = async (name: string) => {
    const { screenshot } = workbench();
    await screenshot(name);
    await useTheme(workbench(), "light");
    await screenshot(`${name} light`);
    await useTheme(workbench(), "dark");
  };

  test("the preset runs at a click, and the inspector tells phases, scalars and what the heads do", async () => {
    const { page } = workbench();
    await openSidebar(page);
    await page.locator(".sidebar").getByRole("button", { name: "Create an experiment" }).click();
    await find(page, "Lazy to rich");
    await answer(page, file);
    await activeTab(page).filter({ hasText: file }).waitFor();
    await runCommand(page, "Induction Lab: Run Experiment");
    await inspector().getByText("Step 2,000 lies in IV convergence.").waitFor();
    await inspector()
      .getByRole("list", { name: "Phases" })
      .getByText(/II plateau: steps \d+ to \d+.*T_II = \d+ steps/)
      .waitFor();
    const row = inspector().getByRole("row", { name: "k·q" });
    const match = Number(await row.locator("td.value data").getAttribute("value"));
    expect(Math.abs(match - 4)).toBeLessThan(0.1);
    await inspector()
      .getByText(/Head A puts \d+ % of its attention on x38/)
      .waitFor();
    await inspector().getByRole("button", { name: "Compute Theory" }).click();
    const length = inspector().locator("table.theory").getByRole("row", { name: /^T_II/ });
    await length.waitFor();
    const [expected, measured] = await length
      .locator("induction-number data")
      .evaluateAll((all) => all.map((one) => Number(one.getAttribute("value"))));
    expect(Math.abs(expected / measured - 1)).toBeLessThan(0.05);
    await pictures("rich 1 done");
  });

  test("α* of 0 is a problem at its place while one edits", async () => {
    const { page } = workbench();
    const text = await readFile(inFolder(file), "utf8");
    await openFile(page, file);
    await replaceText(page, text.replace('"mixing": 1', '"mixing": 0'));
    await save(page);
    await openProblems(page);
    await problem(page, /mixing/).waitFor();
    await workbench().screenshot("rich 2 mixing");
    await replaceText(page, text);
    await save(page);
    await problem(page, /mixing/).waitFor({ state: "detached" });
    await runCommand(page, "View: Hide Panel");
    await closeEditors(page);
  });

  test("an induction head built by hand opens like a run that was trained, and trains on", async () => {
    const { page } = workbench();
    await construct("ih2");
    await expand(treeRow(page, "Runs without an experiment file"));
    const row = treeRow(page, "built-ih2");
    await row.click();
    await inspector().getByText("Head B", { exact: false }).first().waitFor();
    const match = inspector().getByRole("row", { name: "k·q" }).locator("td.value data");
    expect(Number(await match.getAttribute("value"))).toBeCloseTo(4, 12);
    await pictures("rich 3 built");
    await clickInline(row, "Resume");
    await untilWorks(async () =>
      expect(await manifestOf("IH_2 by construction")).toMatchObject({ status: "done", step: 1000 }),
    );
    await inspector().getByText("done").first().waitFor();
    await pictures("rich 4 trained on");
    await closeEditors(page);
  });

  test("one of tokens shows which head copies which lag", async () => {
    const { page } = workbench();
    await construct("ihn", "--n", "4");
    await treeRow(page, "built-ihn").click();
    await inspector()
      .getByText("Head 1 reads 1 back (1.00), head 2 reads 2 back (1.00), head 3 reads 3 back (1.00).")
      .waitFor();
    await pictures("rich 5 built of tokens");
  });
});
