import { expect, test } from "vitest";
import { fixEdits, presetText, withEdits } from "../../../core/config";
import { syntaxFaults } from "./badTexts";
import { marked, position, problemsOf } from "./expectations";

test("refuses keys given twice, and says where the first is", () => {
  const text = '{\n  "name": "x",\n  "model": { "window": 3,\n    "window": 4 },\n  "name": "y"\n}';
  expect(problemsOf(text).map((problem) => [position(problem), problem.message])).toEqual([
    ["4:5", '"window" is given twice, first on line 3: keep one of them.'],
    ["5:3", '"name" is given twice, first on line 2: keep one of them.'],
  ]);
});

test("of a key given twice the last counts, and is marked and mended", () => {
  const text = '{ "name": "x", "model": { "window": 3, "window": 256 } }';
  const [duplicate, range] = problemsOf(text);
  expect([marked(text, duplicate), marked(text, range)]).toEqual(['"window"', "256"]);
  expect(withEdits(text, fixEdits(text, range.fixes[0]))).toBe(text.replace("256", "255"));
  expect(withEdits(text, fixEdits(text, duplicate.fixes[0]))).toBe(text.replace(', "window": 256', ""));
});

test.each(syntaxFaults)("places the syntax error of %j", (text, where, message) => {
  const [problem] = problemsOf(text);
  expect([position(problem), problem.message]).toEqual([where, expect.stringContaining(message)]);
});

test("reports syntax and fields together, but does not miss what it may only have failed to read", () => {
  const text = '{\n  "nam" "x",\n  "seed": -1\n}';
  const problems = problemsOf(text);
  expect(problems.map((problem) => [position(problem), problem.pathText])).toContainEqual(["3:11", "seed"]);
  expect(problems.map(({ message }) => message)).not.toContain('"name" is missing.');
});

test("counts columns as editors do, with any kind of line end", () => {
  const text = '{\r\n  "name": "x",\r  /* 😀 */ "seed": -1\n}';
  expect(problemsOf(text).map(position)).toEqual(["3:20"]);
});

test("a file cut off anywhere is refused, with places inside it", () => {
  const text = presetText("paper-theory").trimEnd();
  for (let end = 0; end < text.length; end++) {
    const cut = text.slice(0, end);
    const problems = problemsOf(cut);
    expect(problems.length, cut).toBeGreaterThan(0);
    expect(
      problems.every(({ line, offset, length }) => line > 0 && offset + length <= end),
      cut,
    ).toBe(true);
  }
});
