import { spawnSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { decodeNpyTokens } from "../../core/data";
import { jsonLines, programFile, run, small, temporaryFolder } from "./program";

test("a bad experiment file gets every problem in one go, with line and column, and nothing is written", async () => {
  const folder = await temporaryFolder();
  const text = `{
  "name": "bad",
  "modle": {},
  "model": { "heads": 2, "maxDegree": 3 },
  "data": { "parents": [1, 200], "prior": { "alpha": -1 } }
}
`;
  await writeFile(path.join(folder, "bad.induction.json"), text);
  const { exitCode, stdout, stderr } = await run(folder, "train", "bad.induction.json", "--out", "run");
  expect(exitCode).toBe(2);
  expect(stdout).toBe("");
  const lines = stderr.trimEnd().split("\n");
  expect(lines[0]).toBe("error: 4 problems in bad.induction.json; nothing was written.");
  expect(lines.slice(1).map((line) => line.split(" ")[0])).toEqual([
    "bad.induction.json:3:3:",
    "bad.induction.json:4:39:",
    "bad.induction.json:5:24:",
    "bad.induction.json:5:24:",
    "bad.induction.json:5:54:",
  ]);
  expect(lines[1]).toContain('Did you mean "model"?');
  expect(await readdir(folder)).toEqual(["bad.induction.json"]);

  const forPrograms = await run(folder, "train", "bad.induction.json", "--json");
  expect(forPrograms).toMatchObject({ exitCode: 2, stderr: "" });
  const [error] = jsonLines(forPrograms.stdout);
  expect(error).toMatchObject({ kind: "error", problems: [{ line: 3, column: 3 }, {}, {}, {}, {}] });
});

test("a doubt is a warning, and the run goes on", async () => {
  const folder = await temporaryFolder();
  const { exitCode, stderr } = await run(
    folder,
    ...["train", "quickstart", "--steps", "2", "--set", "data.parents=[1,9]", "--out", "run"],
  );
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^warning: --set data\.parents=\[1,9\]: .*The window sees only some of the parents/);
});

test("a misspelt preset gets a suggestion and the list", async () => {
  const { exitCode, stderr } = await run(await temporaryFolder(), "train", "quikstart");
  expect(exitCode).toBe(2);
  expect(stderr).toContain('Did you mean "quickstart"?');
  expect(stderr).toContain("paper-three-stage, paper-simultaneous, paper-theory");
});

test("what is missing or misspelt on the command line is bad input", async () => {
  const folder = await temporaryFolder();
  for (const [args, said] of [
    [["train", "./none.json"], "There is no file ./none.json."],
    [["train", "."], ". is a folder"],
    [["train", "quickstart", "--threads", "0"], "A whole number from 1 to 64"],
    [["train", "quickstart", "--steps", "x"], "A whole number of at least 1"],
    [["trian"], "Did you mean train?"],
    [["show", "none"], "none is not a run"],
    [["resume", "none"], "none is not a run"],
    [["export", "none", "--to", "npz"], "none is not a run"],
    [["new", "papr-theory"], 'Did you mean "paper-theory"?'],
    [["data", "quickstart", "--set", "data.online=true", "--out", "x.npy"], "--split validation"],
  ] as const) {
    const { exitCode, stderr } = await run(folder, ...args);
    expect([args, exitCode, stderr]).toEqual([args, 2, expect.stringContaining(said)]);
  }
  expect(await readdir(folder)).toEqual([]);
});

test("a broken data file is named and leaves no run behind", async () => {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, "tokens.npy"), "no numpy");
  const data = { kind: "file", path: "tokens.npy", alphabetSize: 3 };
  await writeFile(path.join(folder, "file.json"), JSON.stringify({ name: "file", data }));
  const { exitCode, stderr } = await run(folder, "train", "file.json", "--set", "training.validationEvery=0");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("tokens.npy: not a .npy file");
  expect((await readdir(folder)).sort()).toEqual(["file.json", "tokens.npy"]);
});

test("sequences written by data train the same run when read back", async () => {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, "small.json"), JSON.stringify(small));
  const written = await run(folder, "data", "small.json", "--out", "small.npy");
  expect(written).toMatchObject({
    exitCode: 0,
    stdout: "Wrote 250 sequences of 30 tokens and a target to small.npy.\n",
  });
  const bytes = await readFile(path.join(folder, "small.npy"));
  expect(decodeNpyTokens(bytes, { path: "small.npy", alphabetSize: 3 })).toMatchObject({ count: 250 });
  expect(await run(folder, "data", "small.json", "--out", "small.npy")).toMatchObject({ exitCode: 2 });
  expect(await readFile(path.join(folder, "small.npy"))).toEqual(bytes);

  const data = { kind: "file", path: "small.npy", alphabetSize: 3, validationSequences: 50 };
  await writeFile(path.join(folder, "file.json"), JSON.stringify({ ...small, data }));
  const losses = await Promise.all(
    ["small.json", "file.json"].map(async (file) => {
      const { stdout } = await run(folder, "train", file, "--json", "--out", `run-of-${file}`);
      const outcome = jsonLines(stdout).find(({ kind }) => kind === "finished");
      return (outcome?.outcome as { readonly losses: unknown }).losses;
    }),
  );
  expect(losses[1]).toEqual(losses[0]);
});

test("new writes a preset to edit, never over a file, and it trains", async () => {
  const folder = await temporaryFolder();
  expect((await run(folder, "presets")).stdout).toContain("quickstart: Quick start");
  expect(await run(folder, "new", "quickstart", "mine.induction.json")).toMatchObject({ exitCode: 0 });
  expect(await run(folder, "new", "quickstart", "mine.induction.json")).toMatchObject({ exitCode: 2 });
  const { stdout } = await run(folder, "train", "mine.induction.json", "--steps", "2");
  expect(stdout).toMatch(/^mine\n/);
  expect(await readdir(path.join(folder, "runs"))).toEqual([expect.stringMatching(/^mine-/)]);
});

test("schema prints a JSON Schema, --version a version, --help examples", async () => {
  const folder = await temporaryFolder();
  expect(JSON.parse((await run(folder, "schema")).stdout)).toMatchObject({ required: ["name"] });
  expect((await run(folder, "--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect((await run(folder, "--help")).stdout).toContain("induction-lab train quickstart");
  expect((await run(folder, "train", "--help")).stdout).toContain("--set training.stages.0.learningRate=0.5");
});

test("runs lists the newest first, and damaged ones with the reason", async () => {
  const folder = await temporaryFolder();
  expect((await run(folder, "runs")).stdout).toContain("There are no runs in runs.");
  for (const name of ["first", "second", "third"]) {
    await run(folder, "train", "quickstart", "--steps", "2", "--out", path.join("runs", name));
  }
  await writeFile(path.join(folder, "runs/third/run.json"), "{");
  const { exitCode, stdout } = await run(folder, "runs");
  expect(exitCode).toBe(0);
  expect(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/ {2,}/).slice(0, 3)),
  ).toEqual([
    ["run", "status", "step"],
    ["third", "damaged", expect.stringContaining("run.json")],
    ["second", "done", "2 of 2"],
    ["first", "done", "2 of 2"],
  ]);
  const objects = jsonLines((await run(folder, "runs", "--json")).stdout);
  expect(objects.map(({ kind, state }) => [kind, state])).toEqual([
    ["run", "damaged"],
    ["run", "done"],
    ["run", "done"],
  ]);
  const shown = await run(folder, "show", "runs/third");
  expect(shown.exitCode).toBe(1);
  expect(shown.stdout).toMatch(/problems +run\.json cannot be read/);
  expect(shown.stdout).toContain("{head 1 · lag 1, head 2 · lag 2}");
});

test.skipIf(process.platform === "win32")(
  "a data path that is no regular file is refused in words",
  async () => {
    const folder = await temporaryFolder();
    for (const place of ["/dev/zero", folder]) {
      const experiment = { name: "x", data: { kind: "file", path: place, alphabetSize: 3 } };
      await writeFile(path.join(folder, "x.induction.json"), JSON.stringify(experiment));
      const { exitCode, stderr } = await run(folder, "train", "x.induction.json", "--out", "run");
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`${place}, which is no regular file`);
    }
  },
);

test("a file of nothing but brackets is refused, not overflowed by", async () => {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, "deep.json"), `{"name":"x","data":${"[".repeat(200_000)}`);
  const { exitCode, stderr } = await run(folder, "train", "deep.json");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("deep.json:1:1: No experiment nests brackets more than 500 deep");
});

test.runIf(process.platform === "linux")("a log on a full disk does not end the run", async () => {
  const folder = await temporaryFolder();
  const command = `"${process.execPath}" "${programFile}" train quickstart --steps 5 --out run > /dev/full`;
  const ended = spawnSync("sh", ["-c", command], { cwd: folder, encoding: "utf8" });
  expect(ended.status).toBe(0);
  expect((await run(folder, "show", "run")).stdout).toContain("done at step 5 of 5");
});
