import { expect, test } from "vitest";
import { experimentFields, experimentFromValue, type ExperimentField } from "../../../core/config";
import { valid } from "./expectations";

const text = `{ "name": "x", "model": { "lagMask": "authors" }, "training": { "stages": [
  { "train": ["rpe", "scale", "coefficients"], "steps": 10, "optimizer": { "kind": "flow", "time": 5 } },
  { "name": "sharpen", "train": ["scale"], "steps": 20 }
] } }`;
const experiment = valid(text);
const fields = experimentFields(experiment);
const field = (pathText: string): ExperimentField | undefined =>
  fields.find((each) => each.pathText === pathText);

test("lists every field that can be set, with what it says and what it may be", () => {
  expect(field("model.heads")).toEqual({
    path: ["model", "heads"],
    pathText: "model.heads",
    value: 3,
    description:
      "Number H of attention heads of the first layer, of deep of every layer that copies. Paper and authors: 3.",
    allowed: "a whole number from 1 to 16",
  });
  expect(field("data.parents")).toMatchObject({ value: [1, 2] });
  expect(field("model.initial.rpe.diagonal")).toMatchObject({ value: 3 });
  expect(field("model.lagMask")).toMatchObject({ value: "authors" });
  for (const { pathText, description, allowed } of fields) {
    expect(description, pathText).toMatch(/\.$/);
    expect(allowed, pathText).not.toBe("");
  }
});

test("lists the fields of every stage, options that are left out too", () => {
  expect(field("training.stages[0].learningRate")).toMatchObject({ value: 1 });
  expect(field("training.stages[0].optimizer.time")).toMatchObject({ value: 5 });
  expect(field("training.stages[1].name")).toMatchObject({ value: "sharpen" });
  expect(field("training.stages[1].optimizer")).toMatchObject({ value: "sgd" });
  expect(field("training.stages[1].optimizer.time")).toBeUndefined();
  expect(field("training.stages[1].stopWhen.lossChange")).toMatchObject({ value: undefined });
  expect(field("training.stages[2].steps")).toBeUndefined();
});

test("lists no objects, nothing that has one value only, and nothing twice", () => {
  const paths = fields.map(({ pathText }) => pathText);
  expect(new Set(paths).size).toBe(paths.length);
  for (const absent of ["$schema", "data", "data.kind", "data.prior", "data.prior.kind", "training.stages"]) {
    expect(paths).not.toContain(absent);
  }
});

test("lists choices where a field has no others, each with its meaning", () => {
  expect(field("model.loss")?.choices).toMatchObject([{ value: "log" }, { value: "softmax" }]);
  expect(field("data.online")?.choices).toMatchObject([{ value: true }, { value: false }]);
  expect(field("training.stages[0].optimizer")).toMatchObject({
    value: "flow",
    choices: [{ value: "sgd" }, { value: "adam" }, { value: "flow" }],
  });
  for (const open of ["model.lagMask", "engine.threads", "record.snapshots", "training.stages[0].train"]) {
    expect(field(open)).not.toHaveProperty("choices");
  }
  for (const { choices = [] } of fields) {
    for (const { value, description } of choices) {
      if (typeof value === "string") expect(description).toMatch(/\.$/);
    }
  }
});

test("every choice can be set by its path, where rules between fields allow it", () => {
  for (const { pathText, choices = [] } of fields) {
    for (const { value } of choices) {
      const changed = experimentFromValue(experiment, {
        overrides: [`${pathText}=${JSON.stringify(value)}`],
      });
      const wrong = changed.ok ? [] : changed.problems.filter(({ found }) => found === JSON.stringify(value));
      expect(wrong, `${pathText}=${String(value)}`).toEqual([]);
    }
  }
});

test("a file's data has the fields of a file", () => {
  const data = { kind: "file", path: "a.npy", alphabetSize: 3 };
  const ofFile = experimentFields(valid(JSON.stringify({ name: "x", data }))).map(({ pathText }) => pathText);
  expect(ofFile).toContain("data.path");
  expect(ofFile).not.toContain("data.parents");
});
