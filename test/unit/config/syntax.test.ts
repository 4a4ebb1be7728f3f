import { expect, test } from "vitest";
import { presetText } from "../../../core/config";
import { position, problemsOf } from "./expectations";

test("refuses keys given twice, and says where the first is", () => {
  const text = '{\n  "name": "x",\n  "model": { "window": 3,\n    "window": 4 },\n  "name": "y"\n}';
  expect(problemsOf(text).map((problem) => [position(problem), problem.message])).toEqual([
    ["4:5", '"window" is given twice, first on line 3: keep one of them.'],
    ["5:3", '"name" is given twice, first on line 2: keep one of them.'],
  ]);
});

test.each([
  ["", "1:1", "The file is empty"],
  ["  \n ", "1:1", "The file is empty"],
  ['{\n  "name": "x"\n  "seed": 1\n}', "3:3", "A comma is missing"],
  ['{\n  "name": "x",\n  "seed": }', "3:11", "A value is expected"],
  ['{\n  name: "x"\n}', "2:3", "text belongs in double quotes"],
  ['{\n  "name": "x', "2:11", "The text is not closed"],
  ['{\n  "name": "x"', "2:14", "A closing brace } is missing"],
  ['{ "name": "x" }\n[]', "2:1", "remove what follows"],
  ['{ "name": "x" /* why }', "1:15", "The comment is not closed"],
])("places the syntax error of %j", (text, where, message) => {
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
