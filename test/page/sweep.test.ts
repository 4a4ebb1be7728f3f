/** A sweep's page: its figure, its table, what they say and what they ask for, on the built page. */
import axe, { type AxeResults } from "axe-core";
import { expect, test } from "vitest";
import type { SweepContent } from "../../core/protocol";
import { openSweepPage, readAloud, type SweepPage, type Wishes } from "./inspectorPage";
import { setStage } from "./stage";
import {
  failed,
  grid,
  heads,
  lossOf,
  randomly,
  rates,
  seeds,
  showingSweep,
  standingOf,
  waiting,
} from "./sweeps";
import { themeNames } from "./themes";

const stage = setStage();

async function show(sweep: SweepContent, wishes: Wishes = {}): Promise<SweepPage> {
  const built = await openSweepPage(stage.browser, { width: 1240, ...wishes });
  await built.send(showingSweep(sweep));
  return built;
}

const plot = ({ page }: SweepPage) => page.locator("induction-sweep-plot").getByRole("slider");
const reading = ({ page }: SweepPage) => page.locator("induction-sweep-plot .reading");
const rows = ({ page }: SweepPage) => page.locator("induction-sweep-members tbody tr");

async function choose({ page }: SweepPage, list: string, entry: string): Promise<void> {
  await page.getByRole("combobox", { name: list, exact: true }).click();
  await page.getByRole("option", { name: entry, exact: true }).click();
}

/** Of the rows in sight, the numbers in full and else the text of one column. */
async function column(built: SweepPage, name: string): Promise<string[]> {
  const names = await built.page.locator("induction-sweep-members thead th").allInnerTexts();
  const at = names.findIndex((one) => one.replace(/[↑↓]/g, "").trim() === name);
  return rows(built).evaluateAll(
    (all, index) =>
      all.map(({ children }) => {
        const cell = children[index];
        return cell.querySelector("data")?.value ?? cell.textContent.trim();
      }),
    at,
  );
}

test("it says how the sweep stands and which members failed and why", async () => {
  const built = await show(grid((member) => (member.index === 4 ? failed(member) : member)));
  const aloud = await readAloud(built, "induction-sweep");
  expect(aloud).toContain("learning-rate-1");
  expect(aloud).toContain("35 of 36 done, 1 failed");
  await built.page.getByRole("button", { name: "Try Failed Members Again" }).click();
  expect(await built.heard("act")).toEqual({ kind: "act", action: "resume" });
  const row = rows(built).nth(4);
  expect(await row.innerText()).toContain("The loss is not finite from step 12 on.");
  expect(built.complaints).toEqual([]);
  await built.page.context().close();
});

test("dots: every member by its own value, with the mean and the 95 % interval of its cell", async () => {
  const built = await show(grid());
  await plot(built).focus();
  await plot(built).press("Home");
  // The lowest rate and fewest heads, of three seeds.
  const values = seeds.map((seed) => lossOf(rates[0], heads[0], seed));
  const mean = values.reduce((sum, value) => sum + value, 0) / 3;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2);
  const told = await reading(built)
    .locator("data")
    .evaluateAll((all) => all.map((one) => Number((one as HTMLDataElement).value)));
  expect(told[0]).toBe(values[0]);
  expect(told[1]).toBeCloseTo(mean, 12);
  expect(told[2]).toBeCloseTo((4.303 * deviation) / Math.sqrt(3), 12);
  expect(await plot(built).getAttribute("aria-valuetext")).toMatch(
    /^member 0, training\.learningRate 0\.001, model\.heads 2: validation loss 0\.7360 · mean of 3 0\.7400 ± /,
  );
  await plot(built).press("ArrowRight");
  await plot(built).press("Enter");
  expect(await built.heard("open")).toEqual({ kind: "open", member: 1 });
  await built.page.context().close();
});

test("a click on a dot or on a row opens that member", async () => {
  const built = await show(grid());
  await plot(built).focus();
  await plot(built).press("End");
  const { x, y } = await built.page
    .locator("induction-sweep-plot circle")
    .last()
    .evaluate((circle) => {
      const { left, top, width, height } = circle.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    });
  await built.page.mouse.click(x, y);
  await rows(built).nth(7).click();
  const opened = (await built.said()).flatMap((message) => (message.kind === "open" ? [message.member] : []));
  expect(opened).toEqual([35, 7]);
  await built.page.context().close();
});

test("heat map: cells are means over the seeds, and one lists its members", async () => {
  const built = await show(grid());
  await built.page.getByRole("radio", { name: "heat map" }).click();
  await plot(built).focus();
  await plot(built).press("Home");
  const cell = seeds.map((seed) => lossOf(rates[0], heads[0], seed));
  const told = await reading(built)
    .locator("data")
    .evaluateAll((all) => all.map((one) => Number((one as HTMLDataElement).value)));
  expect(told[0]).toBeCloseTo((cell[0] + cell[1] + cell[2]) / 3, 12);
  expect(told.slice(2, 4)).toEqual([cell[0], cell[2]]);
  expect(await reading(built).innerText()).toMatch(/3 members.*standard deviation/);
  await plot(built).press("Enter");
  await built.send();
  expect(await column(built, "member")).toEqual(["0", "1", "2"]);
  await built.page.getByRole("button", { name: "Show All Members" }).click();
  expect(await rows(built).count()).toBe(36);
  await built.page.context().close();
});

test("any measure over any field or measure, as chosen; the choice outlives a reload", async () => {
  const built = await show(grid());
  await choose(built, "Measure", "steps to selection");
  await choose(built, "Over", "validation loss");
  await choose(built, "And over", "nothing else");
  await built.send();
  expect(await plot(built).getAttribute("aria-label")).toBe("steps to selection over validation loss");
  await built.page.reload();
  await built.heard("ready");
  await built.send(showingSweep(grid()));
  expect(await plot(built).getAttribute("aria-label")).toBe("steps to selection over validation loss");
  await built.page.context().close();
});

test("the table sorts by any column, with unknown values last", async () => {
  const built = await show(grid((member) => (member.index === 0 ? failed(member) : member)));
  const head = built.page
    .locator("induction-sweep-members thead")
    .getByRole("button", { name: "validation loss" });
  await head.click();
  await built.send();
  const ascending = (await column(built, "validation loss")).map(Number);
  expect(ascending.slice(0, 35)).toEqual(ascending.slice(0, 35).toSorted((a, b) => a - b));
  expect(ascending[35]).toBeNaN();
  await head.click();
  await built.send();
  const descending = (await column(built, "validation loss")).map(Number);
  expect(descending.slice(0, 35)).toEqual(ascending.slice(0, 35).reverse());
  expect(descending[35]).toBeNaN();
  const sorted = built.page.locator("induction-sweep-members th[aria-sort]");
  expect(await sorted.evaluateAll((all) => all.map((one) => one.ariaSort))).toEqual(["descending"]);
  await built.page.context().close();
});

test("while it goes on, members arrive in figure, table and head", async () => {
  const sweep = grid(waiting);
  const { members } = grid();
  const built = await show({
    ...sweep,
    standing: standingOf(sweep.members, { state: "running", steeredBy: "thisWindow" }),
  });
  expect(await readAloud(built, "induction-sweep")).toContain(
    "begins when the first member has come to its end",
  );
  const arrived = members.slice(0, 5);
  const standing = standingOf(
    sweep.members.map((member) => arrived[member.index] ?? member),
    { state: "running", steeredBy: "thisWindow", secondsLeft: 42 },
  );
  await built.send({ kind: "progress", standing, members: arrived });
  expect(await plot(built).getAttribute("aria-valuemax")).toBe("5");
  const aloud = await readAloud(built, "induction-sweep");
  expect(aloud).toContain("5 of 36 done");
  expect(aloud).toContain("about 42 s left");
  expect(await column(built, "state")).toEqual(members.map(({ index }) => (index < 5 ? "done" : "waiting")));
  await built.page.getByRole("button", { name: "Stop" }).click();
  expect(await built.heard("act")).toEqual({ kind: "act", action: "stop" });
  await built.picture("sweep-going-on");
  await built.page.context().close();
});

test("the figure gives out its numbers: a row for each member, in full", async () => {
  const built = await show(grid());
  await built.page.getByRole("button", { name: /^Figure: validation loss/ }).click();
  await built.page.getByRole("menuitem", { name: "Save as CSV" }).click();
  const { fileName, contents } = await built.heard("save");
  expect(fileName).toBe("learning-rate-1 - validation loss over training.learningRate and model.heads.csv");
  const lines = new TextDecoder()
    .decode(Uint8Array.from(Object.values(contents)))
    .trim()
    .split("\r\n");
  expect(lines[0]).toBe("member,training.learningRate,model.heads,seed,validation loss,members,mean,± 95 %");
  expect(lines).toHaveLength(1 + 36);
  expect(lines[1].split(",").slice(0, 5)).toEqual(["0", "0.001", "2", "1", String(lossOf(0.001, 2, 1))]);
  await built.page.getByRole("button", { name: /^Figure: validation loss/ }).click();
  await built.page.getByRole("menuitem", { name: "Save as SVG" }).click();
  await expect.poll(async () => (await built.said()).filter(({ kind }) => kind === "save").length).toBe(2);
  await built.page.context().close();
});

test("thousands of members: ranges of a random field, rows in portions", async () => {
  const built = await show(randomly(5000));
  expect(await plot(built).getAttribute("aria-valuemax")).toBe("5000");
  expect(await rows(built).count()).toBe(200);
  await built.page.getByRole("button", { name: "Show More" }).click();
  expect(await rows(built).count()).toBe(400);
  await built.page.getByRole("radio", { name: "heat map" }).click();
  await built.send();
  expect(await plot(built).getAttribute("aria-valuemax")).toBe("16");
  expect(built.complaints).toEqual([]);
  await built.page.context().close();
});

test("a sweep that cannot be read says why", async () => {
  const built = await openSweepPage(stage.browser);
  await built.send({
    kind: "unreadable",
    directory: "/work/sweeps/gone",
    title: "gone",
    problem: "/work/sweeps/gone is not a sweep.",
  });
  expect(await built.page.getByRole("alert").innerText()).toBe("/work/sweeps/gone is not a sweep.");
  await built.page.context().close();
});

const views = {
  dots: () => grid((member) => (member.index === 4 ? failed(member) : member)),
  cells: () => grid(),
  random: () => randomly(120),
} as const;

test.each(Object.keys(views) as (keyof typeof views)[])(
  "%s: axe finds nothing serious in any theme, and nothing scrolls sideways down to 480 pixels",
  async (name) => {
    const built = await show(views[name]());
    if (name === "cells") await built.page.getByRole("radio", { name: "heat map" }).click();
    await built.page.evaluate(axe.source);
    for (const theme of themeNames) {
      await built.setTheme(theme);
      const { violations } = await built.page.evaluate<AxeResults>(
        "axe.run({ resultTypes: ['violations'] })",
      );
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(
        serious.flatMap(({ id, nodes }) =>
          nodes.map(({ target }) => `${id}: ${target.join(" ")} (${theme})`),
        ),
      ).toEqual([]);
      await built.picture(`sweep-${name}-${theme}`);
    }
    await built.setTheme("light");
    for (const width of [480, 640, 900]) {
      await built.page.setViewportSize({ width, height: 900 });
      await built.send();
      const overflow = await built.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `at ${width} pixels`).toBe(0);
      if (width === 480) await built.picture(`sweep-${name}-narrow`);
    }
    expect(built.complaints).toEqual([]);
    await built.page.context().close();
  },
);

test("a sweep on the mixed target shows each exponent of T_II beside the hypothesis; others have no such table", async () => {
  const lengths = [20, 40, 80, 160];
  const members = lengths.flatMap((length) =>
    [1, 4].map((sharpness): Omit<SweepContent["members"][number], "index"> => ({
      ...{ values: [length, sharpness], state: "done", failure: null, attempts: 1, seconds: 1 },
      // By the hypothesis in L, not in w*².
      measures: {
        ...{ plateau: "left", plateauTimeTheory: 9 * length * sharpness ** -0.25 },
        plateauTime: 9 * length * sharpness ** -0.25 * (1 + 0.02 * Math.sin(length + sharpness)),
      },
    })),
  );
  const measures = [{ name: "plateauTime", title: "T_II", description: "Flow time of the plateau." }];
  const fields = ["data.sequenceLength", "data.sharpness"];
  const sweep = {
    ...{ ...grid(), fields, measures },
    members: members.map((member, index) => ({ ...member, index })),
  };
  const built = await show(sweep);
  const table = built.page.getByRole("region", { name: "Law of the plateau" }).getByRole("row");
  await table.nth(2).waitFor();
  const words = await table.allInnerTexts();
  expect(words[1]).toMatch(/^L\s+1\.00\s+0\.\d\d to 1\.\d\d\s+1\.00\s+1\.00\s+within$/);
  expect(words[2]).toMatch(/^w\*²\s+−0\.2\d\s+−0\.\d\d to −0\.\d\d\s+−0\.25\s+−1\.00\s+outside$/);
  await built.send(showingSweep({ ...sweep, members: sweep.members.slice(0, 2) }));
  await built.page.getByText(/^No law of T_II by w\*²: 2 of 2 combinations can be used/).waitFor();
  await built.send(showingSweep(grid()));
  await built.page.getByText("learning-rate-1").waitFor();
  await expect.poll(() => table.count()).toBe(0);
  expect(built.complaints).toEqual([]);
  await built.page.context().close();
});
