/** Each failure provoked by a real training: it is found, its numbers are told, and what is advised helps. */
import path from "node:path";
import { describe, expect, test } from "vitest";
import { writeTokenFile, drawSequences } from "../../../core/data";
import { diagnosisOf } from "../../../core/diagnosis";
import { openRun } from "../../../core/runs";
import { evaluateRun } from "../../../core/evaluation";
import { writeStudy } from "../../../core/studies";
import { temporaryFolder } from "../runs/temporary";
import { advisedBy, diagnosed, kindsOf, presetWith, trainedRun, wordsOf } from "./trained";

/** As the theorem has it. */
const plain = ["model.loss=log", "model.normalizeValues=none", "model.lagMask=null"];

describe("numbers that are not finite", () => {
  const changes = ["training.stages.0.learningRate=1e300"];

  test("are found where they began, and the last good state is named", async () => {
    const experiment = presetWith("quickstart", ["data.trainSequences=200", ...changes]);
    const outcome = await trainedRun(experiment);
    const { findings, step } = await diagnosisOf(outcome.runDirectory);
    const { manifest } = await openRun(outcome.runDirectory);
    expect(outcome.status).toBe("failed");
    expect(findings).toMatchObject([{ kind: "notFinite", severity: "error" }]);
    expect(findings[0].title).toContain(
      `at step ${manifest?.failure?.step}, first in the ${manifest?.failure?.tensor}`,
    );
    expect(findings[0].evidence.join("\n")).toContain(`stands at step ${step}, its last good state`);
    expect(findings[0].evidence.join("\n")).toContain("learning rate 1e300");
  });

  test("go away with the learning rate that is advised", async () => {
    const diagnosis = await diagnosed(...changes);
    expect(advisedBy(diagnosis)).toEqual(["training.stages.0.learningRate=1"]);
    expect(kindsOf(await diagnosed(...changes, ...advisedBy(diagnosis)))).toEqual([]);
  });
});

describe("a learning rate of 1,000", () => {
  const changes = [...plain.slice(0, 2), "training.stages.0.learningRate=1000"];

  test("loses again what it has gained, and drives heads off their lags", async () => {
    const diagnosis = await diagnosed(...changes);
    expect(kindsOf(diagnosis)).toEqual(["diverging", "headsAstray"]);
    expect(wordsOf(diagnosis)).toMatch(/risen again, from 0\.2\d* to 0\.3\d*/);
    expect(wordsOf(diagnosis)).toContain("learning rate 1,000");
    expect(advisedBy(diagnosis)).toEqual(["training.stages.0.learningRate=1"]);
    expect(kindsOf(await diagnosed(...changes, ...advisedBy(diagnosis)))).toEqual([]);
  });

  test("with the authors' conventions leaves p spread, for its steps are longer than the selection", async () => {
    const diagnosis = await diagnosed("training.stages.0.learningRate=1000");
    expect(kindsOf(diagnosis)).toEqual(["notConcentrated"]);
    expect(wordsOf(diagnosis)).toMatch(/steps are too long[^]*in steps of 1,000/);
    expect(advisedBy(diagnosis)).toEqual(["training.stages.0.learningRate=1"]);
  });

  test("of 100 goes up and down in the end", async () => {
    const diagnosis = await diagnosed("model.loss=log", "training.stages.0.learningRate=100");
    expect(kindsOf(diagnosis)).toContain("oscillating");
    expect(wordsOf(diagnosis)).toMatch(/turned \d+ times in 201 measured steps/);
  });
});

describe("a loss that does not improve", () => {
  test("is put down to a learning rate that is too small", async () => {
    const changes = ["training.stages.0.learningRate=0.00001"];
    const diagnosis = await diagnosed(...changes);
    expect(kindsOf(diagnosis)).toEqual(["notImproving", "notConcentrated"]);
    expect(wordsOf(diagnosis)).toMatch(/moved coefficients by [\d.e-]+, rpe by [\d.e-]+, scale by/);
    expect(kindsOf(await diagnosed(...changes, ...advisedBy(diagnosis)))).toEqual([]);
  });

  test("or to data that leave nothing to learn, where Ĩ shows how little the parents tell", async () => {
    const changes = ["data.prior.alpha=100"];
    const diagnosis = await diagnosed(...changes);
    expect(kindsOf(diagnosis)).toContain("notImproving");
    expect(wordsOf(diagnosis)).toMatch(/entropy rate[^]*0\.003\d is between them/);
    expect(kindsOf(await diagnosed(...changes, ...advisedBy(diagnosis)))).toEqual([]);
  });
});

describe("p does not concentrate", () => {
  test("because the information gap vanishes", async () => {
    const changes = ["data.prior.alpha=100", "training.stages.0.steps=20"];
    const diagnosis = await diagnosed(...changes);
    expect(kindsOf(diagnosis)).toContain("notConcentrated");
    const finding = diagnosis.findings.find(({ kind }) => kind === "notConcentrated");
    expect(finding?.title).toContain("sets tell nearly the same");
    expect(finding?.evidence.join("\n")).toMatch(/Ĩ of the data: \{1, 2\} [\d.e-]+ ± [\d.e-]+; \{2\}/);
    expect(finding?.evidence.join("\n")).toMatch(/ΔĨ = [\d.e-]+ ± [\d.e-]+/);
    expect(finding?.advice[0]).toContain("Set data.prior.alpha to 0.1");
  });

  test("because the initial coefficients are too large", async () => {
    const changes = ["model.initial.coefficients=10"];
    const diagnosis = await diagnosed(...changes);
    expect(kindsOf(diagnosis)).toEqual(["notConcentrated"]);
    expect(wordsOf(diagnosis)).toMatch(
      /C_D\(0\) log L \/ \(a\(0\) ΔĨ\) = 700 · log 100 [^]*the run gave it 400,/,
    );
    expect(advisedBy(diagnosis)).toEqual(["model.initial.coefficients=0.01"]);
    expect(kindsOf(await diagnosed(...changes, ...advisedBy(diagnosis)))).toEqual([]);
  });

  test("because it had too few steps", async () => {
    const changes = ["training.stages.0.steps=2"];
    const diagnosis = await diagnosed(...changes);
    expect(kindsOf(diagnosis)).toEqual(["notImproving", "notConcentrated"]);
    const finding = diagnosis.findings[1];
    expect(finding.title).toContain("too little time");
    const advised = advisedBy({ ...diagnosis, findings: [finding] });
    expect(advised).toEqual([expect.stringMatching(/^training\.stages\.0\.steps=\d+$/)]);
    expect(kindsOf(await diagnosed(...changes, ...advised))).not.toContain("notConcentrated");
  });

  test("because adam's steps are longer than all coefficients", async () => {
    const changes = ["training.stages.0.optimizer=adam", "training.stages.0.learningRate=10"];
    const diagnosis = await diagnosed(...changes);
    expect(kindsOf(diagnosis)).toEqual(["notConcentrated"]);
    expect(kindsOf(await diagnosed(...changes, ...advisedBy(diagnosis)))).toEqual([]);
  });
});

test("p concentrates on another set than theory selects, read through the heads' lags", async () => {
  const changes = ["model.initial.scale=-1"];
  const diagnosis = await diagnosed(...changes);
  expect(kindsOf(diagnosis)).toEqual(["wrongSet"]);
  expect(wordsOf(diagnosis)).toMatch(
    /the empty set, [^]*theory selects \{1, 2\}[^]*Ĩ of the data: \{1, 2\} 0\.1/,
  );
  expect(kindsOf(await diagnosed(...changes, ...advisedBy(diagnosis)))).toEqual([]);
});

describe("heads that are not on the selected lags", () => {
  test("for want of a symmetry breaking", async () => {
    const changes = [...plain, "model.initial.rpe.diagonal=0.1"];
    const diagnosis = await diagnosed(...changes);
    expect(kindsOf(diagnosis)).toEqual(["headsAstray"]);
    expect(wordsOf(diagnosis)).toContain(
      "diagonal − offDiagonal is 0: heads began with σ = 0.2000, 0.2000 and 0.2000",
    );
    expect(advisedBy(diagnosis)).toEqual(["model.initial.rpe.diagonal=3"]);
    expect(kindsOf(await diagnosed(...changes, ...advisedBy(diagnosis)))).toEqual([]);
  });

  test("for want of a head", async () => {
    const changes = ["data.parents=[1,4]"];
    const diagnosis = await diagnosed(...changes);
    expect(kindsOf(diagnosis)).toEqual(["headsAstray"]);
    expect(advisedBy(diagnosis)).toEqual(["model.heads=4"]);
    expect(kindsOf(await diagnosed(...changes, ...advisedBy(diagnosis)))).toEqual([]);
  });

  test("for a mask that keeps all of them away", async () => {
    const mask = JSON.stringify(Array.from({ length: 3 }, () => [true, false, true, true, true]));
    const diagnosis = await diagnosed(`model.lagMask=${mask}`);
    expect(kindsOf(diagnosis)).toEqual(["headsAstray"]);
    expect(wordsOf(diagnosis)).toContain("Set model.lagMask to null: it keeps all heads from lag 2.");
  });
});

/** Thirty sequences, adam, and more sets than they can tell apart. */
const byHeart = [
  ...plain,
  ...[
    "data.trainSequences=30",
    "data.sequenceLength=30",
    "data.prior.alpha=1",
    "model.heads=5",
    "model.maxDegree=3",
  ],
  ...[
    "training.stages.0.optimizer=adam",
    "training.stages.0.learningRate=0.1",
    "training.stages.0.steps=1000",
  ],
];

test("over-fitting shows beyond its standard error, and how far the validation loss has risen", async () => {
  const diagnosis = await diagnosed(...byHeart);
  const finding = diagnosis.findings.find(({ kind }) => kind === "overfitting");
  expect(finding?.evidence.join("\n")).toMatch(/standard error of 0\.\d+[^]*risen by 1\.\d+ ± 0\.\d+/);
  expect(finding?.advice.join("\n")).toContain("data.trainSequences to 9,000");
});

test("over-fitting to a file's sequences is found as well, and theory says nothing of a file", async () => {
  const folder = await temporaryFolder();
  const file = path.join(folder, "sequences.npy");
  const law = { alphabetSize: 3, sequenceLength: 30, parents: [1, 2], prior: { alpha: 1, floor: 0 } };
  await writeTokenFile(file, await drawSequences({ ...law, initial: "uniform" }, 1, "train", 0, 230));
  const data = { kind: "file", path: file, alphabetSize: 3, validationSequences: 200 };
  const changes = byHeart.filter((change) => !change.startsWith("data."));
  const { findings, notes } = await diagnosed(...changes, `data=${JSON.stringify(data)}`);
  expect(findings.map(({ kind }) => kind)).toContain("overfitting");
  expect(notes.join("\n")).toContain("the law behind a file is not");
});

describe("transfer", () => {
  test("is bad where an induction head would do better", async () => {
    const { runDirectory } = await trainedRun(presetWith("quickstart", byHeart));
    const grid = { sequenceLengths: [3, 30], alphas: [0.1, 1], sequences: 500 };
    await writeStudy(runDirectory, "evaluation", await evaluateRun({ runDirectory, ...grid }));
    const { findings } = await diagnosisOf(runDirectory);
    const finding = findings.find(({ kind }) => kind === "poorTransfer");
    expect(finding?.evidence.join("\n")).toMatch(
      /At L = \d+, α = [\d.]+ its log loss is [\d.]+ ± [\d.]+, [\d.]+ ± [\d.]+ above GIH\(\{1, 2\}/,
    );
    expect(finding?.advice.join("\n")).toContain("data.sequenceLength and data.prior.alpha");
  });

  test("is not where a run is an induction head, though Bayes knows more: that is told by the way", async () => {
    const { runDirectory } = await trainedRun(presetWith("quickstart", []));
    const grid = { sequenceLengths: [10, 100, 1000], alphas: [0.01, 0.1, 10], sequences: 500 };
    await writeStudy(runDirectory, "evaluation", await evaluateRun({ runDirectory, ...grid }));
    const { findings, notes } = await diagnosisOf(runDirectory);
    expect(findings).toEqual([]);
    expect(notes.join("\n")).toMatch(/Bayes, who knows prior and parents, does better[^]*L = 10, α = 10/);
  });
});
