/** `report`: one file to look at a run without this program; and the one that `train --report` leaves behind. */
import { copyFile, readFile, rm, stat, writeFile } from "node:fs/promises";
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { jsonLines, programFile, run, small, start, temporaryFolder } from "./program";

async function trained(...options: readonly string[]): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, "small.induction.json"), JSON.stringify(small));
  const { exitCode } = await run(folder, "train", "small.induction.json", "--out", "mine", ...options);
  expect(exitCode).toBe(0);
  return folder;
}

test("writes a run's report beside the caller, and never over another file unasked", async () => {
  const folder = await trained();
  const first = await run(folder, "report", "mine");
  expect(first).toMatchObject({ exitCode: 0, stderr: "" });
  expect(first.stdout).toMatch(/^Wrote mine\.html, (\d+ kB|\d\.\d MB): open it in any browser\.\n$/);
  const html = await readFile(path.join(folder, "mine.html"), "utf8");
  expect(html).toContain("<title>mine · Induction Lab</title>");
  expect(html).not.toContain(folder);

  const again = await run(folder, "report", "mine");
  expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("is there already") });
  const replaced = await run(folder, "report", "mine", "--replace", "--json");
  expect(replaced.exitCode).toBe(0);
  const { size } = await stat(path.join(folder, "mine.html"));
  expect(jsonLines(replaced.stdout)).toEqual([{ kind: "file", path: "mine.html", bytes: size, leftOut: [] }]);
  const elsewhere = await run(folder, "report", "mine/", "mine", "--out", "both.html");
  expect(elsewhere).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("Wrote both.html") });
});

test("says what is damaged, and reports all else", async () => {
  const folder = await trained();
  await rm(path.join(folder, "mine/snapshots.zarr/rpe"), { recursive: true });
  const { exitCode, stdout, stderr } = await run(folder, "report", "mine");
  expect(exitCode).toBe(1);
  expect(stderr).toContain("warning: snapshots.zarr/rpe is missing");
  expect(stdout).toContain("Wrote mine.html");
});

test("refuses what makes no report", async () => {
  const folder = await trained();
  const refused = async (...args: readonly string[]) => {
    const { exitCode, stderr } = await run(folder, "report", ...args);
    expect(exitCode).toBe(2);
    return stderr;
  };
  expect(await refused("nowhere")).toContain("nowhere is not a run");
  expect(await refused("mine", "nowhere")).toContain("nowhere is not a run");
  expect(await refused()).toContain("missing required argument");
  expect(await refused(...Array.from({ length: 7 }, () => "mine"))).toContain("at most 6 runs");
  expect(await refused("mine", "--out", "no/such/folder/a.html")).toContain("Cannot write");
});

test("without the page beside the program it says how to get it", async () => {
  const folder = await trained();
  const alone = path.join(folder, "cli.cjs");
  await copyFile(programFile, alone);
  await expect(
    promisify(execFile)(process.execPath, [alone, "report", "mine"], { cwd: folder }),
  ).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining("npm run build") });
});

test("train --report leaves the report in the run's folder, and says where", async () => {
  const folder = await trained("--report", "--json");
  const html = await readFile(path.join(folder, "mine/report.html"), "utf8");
  expect(html).toContain("<title>mine · Induction Lab</title>");
  const told = await run(folder, "train", "quickstart", "--steps", "5", "--report", "--out", "other");
  expect(told).toMatchObject({ exitCode: 0, stderr: "" });
  expect(told.stdout).toMatch(new RegExp(`Wrote ${path.join("other", "report.html")}, .*\n$`));
});

test("a run that is stopped with Ctrl-C is stopped, and has no report", async () => {
  const folder = await temporaryFolder();
  const { child, ended, saw } = start(
    folder,
    ...[
      "train",
      "paper-simultaneous",
      "--out",
      "long",
      "--report",
      "--json",
      "--set",
      "data.trainSequences=200",
    ],
  );
  await saw(/"kind":"progress"/);
  child.kill("SIGINT");
  expect((await ended).exitCode).toBe(130);
  await expect(stat(path.join(folder, "long/report.html"))).rejects.toThrow("ENOENT");
});
