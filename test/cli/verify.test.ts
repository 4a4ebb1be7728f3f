import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { jsonLines, run, temporaryFolder } from "./program";

const vectors = fileURLToPath(new URL("../vectors/", import.meta.url));
const names = ["gih-authors", "gih-paper", "gih-wide", "trajectory-authors", "trajectory-stages"];
const file = (name: string) => path.join(vectors, `${name}.json`);

/** As much of a file of reference values as these tests bend. */
interface Batch {
  subsets: number[][];
  tokens: number[][];
  params: { rpe: number[][]; coefficients: number[] };
  expected: {
    loss: number;
    subsetWeights: number[];
    kernel: number[][];
    gradients: { coefficients: number[] };
  };
}

/** A copy of the paper's batch, changed, in a folder of its own. */
async function bent(
  bend: (batch: Batch) => void,
): Promise<{ readonly folder: string; readonly name: string }> {
  const folder = await temporaryFolder();
  const batch = JSON.parse(await readFile(file("gih-paper"), "utf8")) as Batch;
  bend(batch);
  await writeFile(path.join(folder, "bent.json"), JSON.stringify(batch));
  return { folder, name: "bent.json" };
}

test("the reference and both paths of the fast engine agree with independent values", async () => {
  const { exitCode, stdout, stderr } = await run(await temporaryFolder(), "verify", ...names.map(file));
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).not.toContain("FAIL");
  expect(stdout).toContain("All is within tolerance (15 comparisons).");
});

test("for programs, a line for every engine with the errors of every quantity", async () => {
  const { stdout } = await run(await temporaryFolder(), "verify", "--json", file("gih-paper"));
  const checks = jsonLines(stdout);
  expect(checks.map(({ kind, engine, path: way, passed }) => [kind, engine, way, passed])).toEqual([
    ["verified", "reference", "auto", true],
    ["verified", "cpu", "table", true],
    ["verified", "cpu", "direct", true],
  ]);
  expect(Object.keys(checks[0].errors as object)).toEqual([
    ...["loss", "output", "attention", "kernel", "subsetWeights"],
    ...["gradients.rpe", "gradients.coefficients", "gradients.scale"],
  ]);
});

test("a perturbed value fails, and only where it lies", async () => {
  const { folder, name } = await bent(({ expected }) => (expected.gradients.coefficients[2] *= 1.001));
  const { exitCode, stdout } = await run(folder, "verify", name);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/gradients\.coefficients +FAIL 1\.0e-3 +FAIL 1\.0e-3 +FAIL 1\.0e-3/);
  expect(stdout.match(/FAIL/g)).toHaveLength(6);
});

test("values that mean nothing are not compared", async () => {
  const { folder, name } = await bent(({ expected }) => (expected.kernel[0][4] = 17));
  expect(await run(folder, "verify", name)).toMatchObject({ exitCode: 0 });
});

test("subsets may come in another order", async () => {
  const { folder, name } = await bent(({ subsets, params, expected }) => {
    for (const list of [
      subsets,
      params.coefficients,
      expected.subsetWeights,
      expected.gradients.coefficients,
    ]) {
      list.reverse();
    }
    subsets[0].reverse();
  });
  expect(await run(folder, "verify", name, "--engine", "reference")).toMatchObject({
    exitCode: 0,
    stderr: "",
  });
});

test("a malformed file is named with the places of its faults, and the others are checked all the same", async () => {
  const { folder, name } = await bent(({ params, expected }) => {
    params.rpe[1] = [1, 2];
    expected.kernel.pop();
  });
  const { exitCode, stdout, stderr } = await run(
    folder,
    "verify",
    name,
    file("gih-paper"),
    "--engine",
    "reference",
  );
  expect(exitCode).toBe(2);
  expect(stderr).toContain("bent.json: params.rpe[1]: 2 entries, expected 5 (window)");
  expect(stderr).toContain("bent.json: expected.kernel: 7 entries, expected 8 (sequences)");
  expect(stdout).toMatch(/result +ok/);
});

test("a file that is no JSON is refused with line and column", async () => {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, "torn.json"), '{\n  "tokens": [[1, NaN]]\n}');
  const { exitCode, stderr } = await run(folder, "verify", "torn.json", "none.json");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("torn.json: it is not JSON from line 2, column 18 on");
  expect(stderr).toContain("none.json: it cannot be read");
});

test("values of the mixed target are met, and a perturbed one is found", async () => {
  const folder = await temporaryFolder();
  const met = await run(folder, "verify", file("mixed-target"));
  expect(met).toMatchObject({ exitCode: 0, stderr: "" });
  expect(met.stdout).toMatch(/ reference +cpu direct\n/);
  const cases = JSON.parse(await readFile(file("mixed-target"), "utf8")) as {
    expected: { lossIH: number };
  }[];
  cases[1].expected.lossIH *= 1.001;
  await writeFile(path.join(folder, "bent.json"), JSON.stringify(cases));
  const bent = await run(folder, "verify", "bent.json");
  expect(bent.exitCode).toBe(1);
  expect(bent.stdout).toMatch(/lossIH +FAIL/);
  await writeFile(
    path.join(folder, "wrong.json"),
    JSON.stringify([{ ...cases[0], mixing: 0, tokens: [[1, 2]] }]),
  );
  const wrong = await run(folder, "verify", "wrong.json");
  expect(wrong.exitCode).toBe(2);
  expect(wrong.stderr).toMatch(/\[0\]\.mixing/);
  expect(wrong.stderr).toMatch(/\[0\]\.tokens\[0\]/);
});

test("values of the full model, from its authors' own code, are met by every engine that can", async () => {
  const folder = await temporaryFolder();
  const { exitCode, stdout, stderr } = await run(folder, "verify", file("full-authors"));
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toMatch(/gradients\.outputValue +\S+ +\S+\n/);
  const graph = await run(folder, "verify", "--engine", "tfjs", "--json", file("full-authors"));
  expect(graph).toMatchObject({ exitCode: 0, stderr: "" });
  expect(jsonLines(graph.stdout)).toMatchObject([{ kind: "verified", engine: "tfjs", passed: true }]);
});
