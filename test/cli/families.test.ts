/** Every model family on the command line, as a person goes through it: trained, looked at, taken apart, exported. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { familyGroups, type TokenFamily } from "../../core/config/families";
import { openRun } from "../../core/runs";
import { run, start, temporaryFolder } from "./program";

/** Nothing in here is a number or a word that nobody meant. */
const slips = /\bNaN\b|undefined|\[object|TypeError|RangeError|\n {4}at /;

/** Small enough for TensorFlow.js on one core. */
function experiment(family: TokenFamily, steps: number, more: object = {}) {
  return {
    name: family,
    data: { sequenceLength: 24, trainSequences: 80, validationSequences: 60 },
    model: { family },
    training: { stages: [{ train: familyGroups[family], steps, learningRate: 0.1 }], ...more },
  };
}

async function folderWith(family: TokenFamily, steps: number, more?: object): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, "a.induction.json"), JSON.stringify(experiment(family, steps, more)));
  return folder;
}

async function said(folder: string, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await run(folder, ...args);
  expect(`${stdout}${stderr}`).not.toMatch(slips);
  expect(exitCode, `${args.join(" ")}: ${stderr}`).toBe(0);
  return stdout;
}

const own: Readonly<
  Record<Exclude<TokenFamily, "disentangled">, { readonly show: RegExp; readonly ablate: RegExp }>
> = {
  full: {
    show: /model +full: 3 heads[^]*by W_Q and W_K tokens have a say too/,
    ablate: /W_QK = 0: attention by position alone[^]*LayerNorm does that/,
  },
  mlp: {
    show: /model +mlp: 3 heads, window 5, 64 hidden units \(relu\)[^]*subsets p +none: an MLP is in the selector's place/,
    ablate: /MLP off: values as the heads bring them/,
  },
  deep: {
    show: /model +deep: 3 heads a layer, 2 copying layers[^]*layer 2 head 1: lag/,
    ablate: /Head 4 removed \(layer 2 head 1, on lag \d\)/,
  },
  absolute: {
    show: /embeddings of 16 numbers[^]*a mean over all positions/,
    ablate: /Positions off: heads see the mean of their lags/,
  },
};

test.each(Object.entries(own))(
  "%s: trained, shown, diagnosed, evaluated, ablated, exported",
  async (family, words) => {
    // The keys of `own` are families.
    const folder = await folderWith(family as TokenFamily, 8);
    expect(await said(folder, "train", "a.induction.json", "--out", "run")).toContain("Done at step 8.");
    expect(await said(folder, "show", "run")).toMatch(words.show);
    expect(await said(folder, "runs", ".")).toContain("8 of 8");
    expect(await said(folder, "ablate", "run", "--knock-outs-only")).toMatch(words.ablate);
    await said(folder, "evaluate", "run", "--lengths", "24", "--alphas", "0.1", "--sequences", "4");
    expect(await said(folder, "diagnose", "run")).toContain("At step 8");
    expect(await said(folder, "theory", "run", "--draws", "10")).toContain("S* is");
    await said(folder, "export", "run", "--to", "csv", "--out", "run.csv");
    const [header] = (await readFile(path.join(folder, "run.csv"), "utf8")).split("\n");
    for (const group of familyGroups[family as TokenFamily]) expect(header).toContain(group);
  },
);

test.each([
  ["full", 400],
  ["absolute", 40],
] as const)("%s: killed and resumed, the bits are those of a run in one go", async (family, steps) => {
  const folder = await folderWith(family, steps, { checkpointEvery: steps / 20 });
  await said(folder, "train", "a.induction.json", "--out", "whole");
  const killed = start(folder, "train", "a.induction.json", "--out", "killed", "--json");
  await killed.saw(/"kind":"checkpoint","step":[1-9]/);
  killed.child.kill("SIGKILL");
  await killed.ended;
  await said(folder, "resume", "killed");
  const states = await Promise.all(
    ["whole", "killed"].map(async (name) => (await openRun(path.join(folder, name))).snapshots()),
  );
  for (const [name, { data }] of states[0].arrays)
    expect(states[1].arrays.get(name)?.data, name).toEqual(data);
});

test("absolute positions are not evaluated beyond those that were trained, in plain words", async () => {
  const folder = await folderWith("absolute", 2);
  await said(folder, "train", "a.induction.json", "--out", "run", "--engine", "reference");
  const { exitCode, stderr } = await run(folder, "evaluate", "run", "--lengths", "48");
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain("Sequences of 48 tokens are too long for this model: its family is absolute");
  expect(stderr).not.toMatch(slips);
});

test("another family alone is not enough where stages train what it lacks, and that is said once", async () => {
  const { exitCode, stderr } = await run(
    await temporaryFolder(),
    ...["train", "quickstart", "--set", "model.family=mlp"],
  );
  expect(exitCode).toBe(2);
  expect(stderr.trimEnd().split("\n")).toHaveLength(2);
  expect(stderr).toContain(
    "A model of the family mlp has no coefficients, which training.stages[0].train names: train what it has.",
  );
  expect(stderr).toContain("allowed: rpe, normGain, normBias, hiddenWeights");
});

test("a sweep compares families in one table; what a model does not have is left empty", async () => {
  const folder = await temporaryFolder();
  const of = (family: TokenFamily) => ({
    "model.family": [family],
    "training.stages": [[{ train: familyGroups[family], steps: 3, learningRate: 0.1 }]],
  });
  const sweep = {
    name: "families",
    experiment: experiment("disentangled", 3),
    grid: [of("disentangled"), { ...of("mlp"), "model.hiddenUnits": [4, 8] }],
  };
  await writeFile(path.join(folder, "f.sweep.json"), JSON.stringify(sweep));
  await said(folder, "sweep", "f.sweep.json", "--out", "swept");
  const table = await readFile(path.join(folder, "swept", "results.csv"), "utf8");
  expect(table).not.toMatch(slips);
  const [, paper, ...mlp] = table.trimEnd().split("\n");
  expect(paper).toMatch(/,disentangled,.*,done,,1,[\d.]+,[\d.]+,[\d.]+,"?\{/);
  expect(mlp).toHaveLength(2);
  // Behind seconds and both losses: the selected lags, their weight, and all that follows from these.
  for (const row of mlp) expect(row).toMatch(/,mlp,.*,done,,1,[\d.]+,[\d.]+,[\d.]+,,,,,,[\d.]+,"1, 2, 3"/);
});
