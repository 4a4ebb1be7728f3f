/** The built reading thread (dist/reader.cjs): what it tells of runs' studies, for lists and for panels. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { createRun } from "../../../core/runs";
import { noStudies, writeStudy, type Diagnosis } from "../../../core/studies";
import { RunReader } from "../../../extension/reader/reader";
import type { RunRow } from "../../../extension/reader/answers";
import { newRun } from "../runs/small";
import { temporaryFolder } from "../runs/temporary";

const diagnosis: Diagnosis = {
  step: 7,
  findings: [
    {
      kind: "headsAstray",
      severity: "warning",
      title: "No head is on lag 2.",
      evidence: ["σ"],
      advice: ["Try."],
    },
  ],
  notes: [],
};

async function runIn(root: string, name: string): Promise<string> {
  const directory = path.join(root, name);
  const run = await createRun(directory, newRun);
  await run.updateManifest({ status: "done", step: 7 });
  await run.close();
  return directory;
}

function startReader(): RunReader {
  const reader = new RunReader(fileURLToPath(new URL("../../../dist/reader.cjs", import.meta.url)));
  onTestFinished(() => reader.dispose());
  return reader;
}

test("rows hold the titles of what was found, and a damaged diagnosis costs no row", async () => {
  const root = await temporaryFolder();
  const [found, bare, damaged] = [await runIn(root, "a"), await runIn(root, "b"), await runIn(root, "c")];
  await writeStudy(found, "diagnosis", diagnosis);
  await mkdir(path.join(damaged, "studies"));
  await writeFile(path.join(damaged, "studies", "diagnosis.json"), "{");
  const reader = startReader();
  const rows: RunRow[] = [];
  await reader.list(root, (portion) => rows.push(...portion));
  const diagnoses = new Map(
    rows.map((row) => [row.directory, row.kind === "run" ? row.diagnosis : undefined]),
  );
  expect(diagnoses).toEqual(
    new Map([
      [found, { step: 7, findings: [{ severity: "warning", title: "No head is on lag 2." }] }],
      [bare, null],
      [damaged, null],
    ]),
  );
  expect(await reader.row(found)).toMatchObject({ diagnosis: { step: 7 } });
});

test("contents hold all studies, with what is wrong with them among the problems", async () => {
  const directory = await runIn(await temporaryFolder(), "a");
  await writeStudy(directory, "diagnosis", diagnosis);
  await writeFile(path.join(directory, "studies", "theory.json"), '{"format": 1}');
  const reader = startReader();
  const { studies, problems } = await reader.contents(directory);
  expect(studies).toEqual({ ...noStudies, diagnosis });
  expect(problems.join("\n")).toMatch(/studies\/theory\.json is damaged/);
  expect(await reader.studies(directory)).toMatchObject({ studies, problems: [expect.any(String)] });
});
