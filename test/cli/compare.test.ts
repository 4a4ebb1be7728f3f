/** `compare`: trained on the spot or before, runs stand side by side on the same sequences. */
import { access, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { jsonLines, run, small, temporaryFolder } from "./program";

async function written(name: string, changes: object): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(
    path.join(folder, `${name}.induction.json`),
    JSON.stringify({ ...small, ...changes, name }),
  );
  return folder;
}

const full = {
  model: { family: "full", boundary: "truncate", loss: "softmax" },
  training: {
    stages: [
      {
        train: ["rpe", "query", "key", "outputValue", "normGain", "normBias", "coefficients", "scale"],
        ...{ steps: 30, learningRate: 0.01 },
      },
    ],
  },
};

test("the simplified and the full model: trained, then side by side on the same held-out sequences", async () => {
  const folder = await written("full", full);
  await writeFile(path.join(folder, "simple.induction.json"), JSON.stringify({ ...small, name: "simple" }));
  const sources = ["simple.induction.json", "full.induction.json"];
  const first = await run(folder, "compare", ...sources, "--report", "both.html");
  expect(first).toMatchObject({ exitCode: 0, stderr: "" });
  expect(first.stdout).toMatch(/family +disentangled +full\n/);
  expect(first.stdout).toMatch(/selected +\{.*\}, p \d\.\d+ +\{.*\}, p \d\.\d+\n/);
  expect(first.stdout).toMatch(/On the same [\d,]+ held-out sequences, with 95 % intervals:/);
  await access(path.join(folder, "both.html"));
  const runs = Array.from(first.stdout.matchAll(/run {5}(runs\/\S+)/g), ([, directory]) => directory);
  expect(runs).toHaveLength(2);
  // What is trained already is not trained again; a model beside itself differs in nothing.
  const again = await run(folder, "compare", runs[1], runs[1], "--json");
  expect(again).toMatchObject({ exitCode: 0, stderr: "" });
  const [comparison, ...rest] = jsonLines(again.stdout);
  expect(rest).toEqual([]);
  expect(comparison).toMatchObject({
    kind: "comparison",
    families: ["full", "full"],
    models: [
      { against: null },
      { against: { loss: { mean: 0 }, divergence: { mean: 0 }, totalVariation: { mean: 0 } } },
    ],
  });
});

test("what is wrong with any of them is said before anything is trained", async () => {
  const folder = await written("wrong", { model: { family: "ful" } });
  const one = await run(folder, "compare", "quickstart");
  expect(one).toMatchObject({ exitCode: 2 });
  expect(one.stderr).toContain("Two to 6 runs are compared; these are 1.");
  const missing = await run(folder, "compare", "quickstart", ".");
  expect(missing).toMatchObject({ exitCode: 2, stdout: "" });
  const faulty = await run(folder, "compare", "quickstart", "wrong.induction.json");
  expect(faulty).toMatchObject({ exitCode: 2, stdout: "" });
  expect(faulty.stderr).toContain('Did you mean "full"?');
  const scalars = await run(folder, "compare", "quickstart", "lazy-to-rich");
  expect(scalars).toMatchObject({ exitCode: 2, stdout: "" });
  expect(scalars.stderr).toMatch(/compare .* about transformers on tokens, and lazy-to-rich is .*report A B/);
});

test("runs over other alphabets are shown, but predict no sequences together", async () => {
  const folder = await written("four", { data: { ...small.data, alphabetSize: 4 } });
  await writeFile(path.join(folder, "three.induction.json"), JSON.stringify({ ...small, name: "three" }));
  const ended = await run(folder, "compare", "three.induction.json", "four.induction.json");
  expect(ended.exitCode).toBe(0);
  expect(ended.stderr).toMatch(/is over 4 tokens, not 3: it cannot predict the sequences of the run in/);
  expect(ended.stdout).toMatch(/scale a +\S+ +\S+\n/);
});

test("positions that a model does not know are said, and the rest is shown", async () => {
  const folder = await written("here", {
    model: { family: "absolute", boundary: "truncate" },
    data: { ...small.data, sequenceLength: 12 },
    training: { stages: [{ train: ["positions", "scale"], steps: 2 }] },
  });
  await writeFile(path.join(folder, "long.induction.json"), JSON.stringify({ ...small, name: "long" }));
  const ended = await run(folder, "compare", "long.induction.json", "here.induction.json");
  expect(ended.exitCode).toBe(0);
  expect(ended.stderr).toMatch(/knows 12 positions, not 30: .* Let another come first\./);
  expect(ended.stdout).toMatch(/family +disentangled +absolute\n/);
});
