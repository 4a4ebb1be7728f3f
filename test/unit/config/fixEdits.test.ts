import { expect, test } from "vitest";
import { fixEdits, presetText } from "../../../core/config";
import { syntaxFaults } from "./badTexts";
import { fixed, fixesOf, problemsOf, syntaxProblems } from "./expectations";

test.each([
  // Where a key goes, and what happens to the lines, commas and comments around it.
  ["steps", '{ "train": ["rpe"] }', '{ "train": ["rpe"], "steps": 1000 }'],
  ["steps", '{ "train": ["rpe"], }', '{ "train": ["rpe"], "steps": 1000, }'],
  ["steps", '{"train":["rpe"]}', '{"train":["rpe"], "steps": 1000}'],
  ["train", '{"steps":3}', '{ "train": ["rpe", "coefficients", "scale"], "steps":3}'],
  ["steps", '{\n\t"train": ["rpe"]\n}', '{\n\t"train": ["rpe"],\n\t"steps": 1000\n}'],
  ["steps", '{\n\t"train": ["rpe"], // why\n}', '{\n\t"train": ["rpe"], // why\n\t"steps": 1000,\n}'],
  [
    "steps",
    '{\n\t"train": ["rpe"] /* , */ // why\n}',
    '{\n\t"train": ["rpe"], /* , */ // why\n\t"steps": 1000\n}',
  ],
  [
    "steps",
    '{\n\t"train": ["rpe"],\n\t"optimizer": "sgd"\n}',
    '{\n\t"train": ["rpe"],\n\t"steps": 1000,\n\t"optimizer": "sgd"\n}',
  ],
  [
    "steps",
    '{ "train": ["rpe"]\n, "optimizer": "sgd" }',
    '{ "train": ["rpe"]\n, "steps": 1000, "optimizer": "sgd" }',
  ],
  [
    "train",
    '{ // first\n\t"steps": 3\n}',
    '{ // first\n\t"train": ["rpe", "coefficients", "scale"],\n\t"steps": 3\n}',
  ],
])("inserts %s into the stage %j", (_, stage, after) => {
  const around = (text: string) => `{ "name": "x", "training": { "stages": [${text}] } }`;
  expect(fixesOf(around(stage))[0].after).toBe(around(after));
});

test.each([
  ['{ "name": "x", "colour": 1 }', '{ "name": "x" }'],
  ['{ "colour": 1, "name": "x" }', '{ "name": "x" }'],
  ['{ "colour": [1, 2], // why\n "name": "x" }', '{ // why\n "name": "x" }'],
  ['{\n  "name": "x", // which\n  "colour": 1\n}', '{\n  "name": "x" // which\n}'],
  [
    '{\n  "name": "x",\n  "colour": { "a": 1,\n  "b": 2 },\n  "seed": 1\n}',
    '{\n  "name": "x",\n  "seed": 1\n}',
  ],
  ['{\n  "name": "x",\n  "colour": 1, // red\n}', '{\n  "name": "x",\n  // red\n}'],
  ['{\n  "colour": 1 /* red */, "name": "x"\n}', '{\n  /* red */ "name": "x"\n}'],
  ['{\r\n  "name": "x",\r\n  "colour": 1\r\n}', '{\r\n  "name": "x"\r\n}'],
])("removes what belongs nowhere from %j", (text, after) => {
  expect(fixed(text)).toBe(after);
});

test("inserts what is around a field too, indented as the file is", () => {
  const text =
    '{\n   "name": "x",\n   "data": { "validationSequences": 0 },\n   "engine": { "threads": 1 }\n}\n';
  expect(fixesOf(text)[0].after).toBe(
    text.replace("0 },\n", '0 },\n   "training": { "validationEvery": 0 },\n'),
  );
});

test.each([
  ['{\n  "name": "x" // which\n  "seed": 1\n}', '{\n  "name": "x", // which\n  "seed": 1\n}'],
  ['{ "nam" "x" }', '{ "nam": "x" }'],
  ["{ name: 1 }", '{ "name": 1 }'],
  ["{ \"name\": 'a b' }", '{ "name": "a b" }'],
  ['{ "seed": .5 }', '{ "seed": 0.5 }'],
  ['{ "seed": 1. }', '{ "seed": 1 }'],
  ['{ "name": None }', '{ "name": null }'],
  ['{ "name": TRUE }', '{ "name": true }'],
  ['{\n  "name": "x,\n  "seed": 1\n}', '{\n  "name": "x",\n  "seed": 1\n}'],
  [
    '{ "name": "{" // {\n, "data": { "parents": [1, 2',
    '{ "name": "{" // {\n, "data": { "parents": [1, 2] }\n}',
  ],
  ['{\n    "data": {\n        "parents": [1]\n', '{\n    "data": {\n        "parents": [1]\n    }\n}\n'],
  ['{ "name": "x" }\n}} // end\n', '{ "name": "x" }\n // end\n'],
  ['{ "name": "C:\\data\\\\x" }', '{ "name": "C:\\\\data\\\\x" }'],
  ['{ "name": "a\tb" }', '{ "name": "a\\tb" }'],
  ["  \n", '{ "name": "untitled" }\n'],
])("mends the syntax of %j", (text, after) => {
  expect(fixesOf(text)[0].after).toBe(after);
});

test.each(['{ "seed": 01 }', '{ "seed": }', '{ "a": 1 /* why }', "[1,, 2]"])(
  "does not guess what %j was meant to be",
  (text) => {
    expect(syntaxProblems(text)[0].fixes).toEqual([]);
  },
);

test.each(syntaxFaults)("a fix of the syntax of %j leaves fewer faults", (text) => {
  for (const { after } of fixesOf(text)) {
    expect(problemsOf(after).length).toBeLessThanOrEqual(problemsOf(text).length);
    expect(after).not.toBe(text);
  }
});

test("a cut-off file can be closed wherever it was cut between its values", () => {
  const text = presetText("paper-theory").trimEnd();
  for (const { index } of text.matchAll(/[}\]\d"](?=[,\s}\]])/g)) {
    const cut = text.slice(0, index + 1);
    const [first] = fixesOf(cut);
    if (first?.title.startsWith("Insert")) expect(syntaxProblems(first.after), cut).toEqual([]);
    else expect(cut).toMatch(/"$/);
  }
});

test("fixes of a text that has changed since change nothing where their field is gone", () => {
  const [{ fix }] = fixesOf('{ "name": "x", "colour": 1 }');
  expect(fixEdits('{ "name": "x" }', fix)).toEqual([]);
  expect(fixEdits("", fix)).toEqual([]);
});
