import { findNodeAtLocation, getNodeValue, parseTree } from "jsonc-parser";
import { expect, test } from "vitest";
import { experimentFromValue, fixEdits, withEdits, type Path } from "../../../core/config";
import { fieldFaults, optimizerFaults, ruleBreakers, withOptimizer } from "./badTexts";
import { fixed, fixesOf, problemsOf, syntaxProblems } from "./expectations";
import { familyBreakers } from "./familyTexts";

function titles(text: string): string[] {
  return fixesOf(text).map(({ title }) => title);
}

test.each([
  ["a key misspelt", '{ "name": "x", "model": { "widow": 5 } }', '"window": 5'],
  ["a key that belongs nowhere", '{ "name": "x", "colour": "red" }', '{ "name": "x" }'],
  [
    "the misspelling of a key that is there",
    '{ "name": "x", "seed": 1, "sed": 2 }',
    '{ "name": "x", "seed": 1 }',
  ],
  ["a choice misspelt", '{ "name": "x", "model": { "loss": "sofmax" } }', '"loss": "softmax"'],
  ["an unknown kind", '{ "name": "x", "data": { "kind": "fil" } }', '"kind": "file"'],
  ["a number too large", '{ "name": "x", "model": { "heads": 17 } }', '"heads": 16'],
  ["a number too small", '{ "name": "x", "seed": -3 }', '"seed": 0'],
  ["a number between whole ones", '{ "name": "x", "seed": 2.6 }', '"seed": 3'],
  ["a number between, out of range", '{ "name": "x", "model": { "heads": 16.4 } }', '"heads": 16'],
  ["a bound that is not allowed itself", withOptimizer('{ "kind": "adam", "beta1": 1 }'), '"beta1": 0.9'],
  ["such a bound without a default", withOptimizer('{ "kind": "flow", "time": 0 }'), '{ "kind": "flow" }'],
  ["a number as text", '{ "name": "x", "seed": "3" }', '"seed": 3'],
  ["a number as text, out of range", '{ "name": "x", "seed": " -3 " }', '"seed": 0'],
  ["a truth as text", '{ "name": "x", "data": { "online": "True" } }', '"online": true'],
  ["a truth as a number", '{ "name": "x", "data": { "online": 0 } }', '"online": false'],
  ["null as text", '{ "name": "x", "model": { "lagMask": "null" } }', '"lagMask": null'],
  ["text without quotes' worth", '{ "name": 5 }', '"name": "5"'],
  ["a name that is a path", '{ "name": "a/b" }', '"name": "a-b"'],
  ["words where a number belongs", '{ "name": "x", "model": { "heads": "three" } }', '"heads": 3'],
  ["parents out of order", '{ "name": "x", "data": { "parents": [2, 1, 2] } }', '"parents": [1, 2]'],
  ["one thing instead of a list", '{ "name": "x", "data": { "parents": 2 } }', '"parents": [2]'],
  ["no parents", '{ "name": "x", "data": { "parents": [] } }', '"parents": [1, 2]'],
  [
    "coefficients of 0",
    '{ "name": "x", "model": { "initial": { "coefficients": 0 } } }',
    '"coefficients": 0.01',
  ],
  ["no name", "{}", '{ "name": "untitled" }'],
  ["a key given twice", '{ "name": "x", "seed": 1, "seed": 2 }', '{ "name": "x", "seed": 1 }'],
])("mends %s", (_, text, part) => {
  expect(fixed(text)).toContain(part);
});

test.each([
  ["offers every choice when none is near", withOptimizer('"rmsprop"'), "sgd", "adam", "flow"],
  ["offers every kind when it is missing", withOptimizer("{}"), "sgd", "adam", "flow"],
])("%s", (_, text, ...words) => {
  expect(fixesOf(text).map(({ after }) => problemsOf(after))).toEqual(words.map(() => []));
  for (const [index, title] of titles(text).entries()) expect(title).toContain(`"${words[index]}"`);
});

test("offers no group that the stage trains already", () => {
  const stages = '[{ "train": ["rpe", "bias"], "steps": 1 }]';
  expect(titles(`{ "name": "x", "training": { "stages": ${stages} } }`)).toEqual([
    'Change to "coefficients"',
    'Change to "scale"',
  ]);
});

test.each([
  ['{ "name": "x", "model": { "maxDegree": 4 } }', ["Set model.maxDegree to 3", "Set model.heads to 4"]],
  [
    '{ "name": "x", "model": { "heads": 2, "maxDegree": 3, "window": 2, "lagMask": "authors" } }',
    // Three heads would need a wider window.
    ["Set model.maxDegree to 2"],
  ],
  [
    '{ "name": "x", "model": { "window": 100 } }',
    ["Set model.window to 99", 'Set model.boundary to "truncate"'],
  ],
  ['{ "name": "x", "data": { "parents": [6, 7] } }', ["Set model.window to 7"]],
  [
    '{ "name": "x", "model": { "subsets": [[1], [1, 2, 3]] } }',
    ["Set model.maxDegree to 3", "Set model.subsets to [[1]]"],
  ],
  ['{ "name": "x", "model": { "subsets": [[4]] } }', ["Set model.heads to 4"]],
  ['{ "name": "x", "data": { "batchSize": 32 } }', ["Set data.online to true", 'Remove "batchSize"']],
  [
    '{ "name": "x", "data": { "alphabetSize": 60, "prior": { "floor": 0.02 } } }',
    ["Set data.prior.floor to 0.01", "Set data.prior.floor to 0"],
  ],
  // No floor but 0 is honest here.
  [
    '{ "name": "x", "data": { "alphabetSize": 200, "prior": { "floor": 0.02 } } }',
    ["Set data.prior.floor to 0"],
  ],
])("offers what ends a breach of a rule: %s", (text, expected) => {
  expect(titles(text)).toEqual(expected);
});

test("offers nothing where no single change is the remedy", () => {
  expect(titles('{ "name": "x", "training": { "stages": [{ "train": ["rpe"], "steps": 1 }] } }')).toEqual([]);
  expect(titles('[{ "name": "x" }]')).toEqual([]);
});

test("no change of the text mends an override", () => {
  const [problem] = problemsOf('{ "name": "x" }', ["model.heads=17"]);
  expect(problem.fixes).toEqual([]);
});

const badTexts = [
  ...fieldFaults.map(([text]) => text),
  ...optimizerFaults.map(([optimizer]) => withOptimizer(optimizer)),
  ...[...ruleBreakers, ...familyBreakers].map(([text]) => text),
  '{ "name": "x", "data": { "kind": "file" }, "widow": 1, "model": { "heads": 0, "los": "log", "lagMask": [[1]] } }',
];

/** The same on many lines, with trailing commas and a comment behind each line. */
function spread(text: string): string {
  const lines = JSON.stringify(JSON.parse(text), null, 4).split("\n");
  return lines
    .map((line, index) => {
      const last = /^\s*[}\]]/.test(lines[index + 1] ?? "") && !/[{[]$/.test(line);
      return `${line}${last ? "," : ""} // ${index}.`;
    })
    .join("\r\n");
}

test.each(badTexts.flatMap((text) => [text, spread(text)]))("every fix of %s does what it says", (text) => {
  for (const problem of problemsOf(text)) {
    for (const fix of problem.fixes) {
      const edits = fixEdits(text, fix);
      expect(edits.length).toBeGreaterThan(0);
      const after = withEdits(text, edits);
      const still = problemsOf(after).filter(
        ({ pathText, message }) => pathText === problem.pathText && message === problem.message,
      );
      expect(still, `${fix.title}: ${after}`).toEqual([]);
      expect(syntaxProblems(after)).toEqual(syntaxProblems(text));
      if (text.includes("\r\n")) expect(lineEnds(after)).toEqual(["\r\n"]);
      const there = valueIn(text, problem.path);
      if (typeof there !== "object") expect(commentsOf(after)).toEqual(commentsOf(text));
      if (fix.kind === "set") expect(valueIn(after, fix.path)).toEqual(fix.value);
      if (fix.kind === "remove") expect(valueIn(after, fix.path)).toBeUndefined();
      if (fix.kind === "rename") expect(valueIn(after, [...fix.path.slice(0, -1), fix.key])).toEqual(there);
    }
  }
});

function valueIn(text: string, path: Path): unknown {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  const node = tree && findNodeAtLocation(tree, [...path]);
  return node && getNodeValue(node);
}

function commentsOf(text: string): string[] {
  return text.match(/\/\/ \d+\./g) ?? [];
}

function lineEnds(text: string): string[] {
  return Array.from(new Set(text.match(/\r\n|\r|\n/g)));
}

test("fixes made one after the other end in an experiment that runs", () => {
  let text = `{
  // An experiment full of slips.
  name: "x",
  "data": { "parents": "2", "colour": 1 },
  "model": { "heads": "17", "maxDegre": 40, "loss": "sofmax", "window": 200 } // the model
  "training": {
    "stages": [
      { "train": "rpe", "optimizer": "fow", "learningRate": 0 },
      { "train": ["coefficients", "scale"], "steps": 2.5 }
    ]
  }`;
  for (let round = 0; round < 30; round++) {
    const fix = problemsOf(text).flatMap(({ fixes }) => fixes)[0];
    if (!fix) break;
    text = withEdits(text, fixEdits(text, fix));
  }
  expect(text).toMatchInlineSnapshot(`
    "{
      // An experiment full of slips.
      "name": "x",
      "data": { "parents": [1, 2] },
      "model": { "heads": 16, "maxDegree": 4, "loss": "softmax", "window": 99 }, // the model
      "training": {
        "stages": [
          { "train": ["rpe"], "steps": 1000, "optimizer": "flow", "learningRate": 1 },
          { "train": ["coefficients", "scale"], "steps": 3 }
        ]
      }
    }"
  `);
  expect(problemsOf(text)).toEqual([]);
});

test("gives up mending where there is too much to mend, but still says it all", () => {
  const stages = Array.from({ length: 100 }, () => ({ train: ["rpe"], steps: 0 }));
  const problems = problemsOf(JSON.stringify({ name: "x", training: { stages } }));
  expect(problems.filter(({ pathText }) => pathText.endsWith("steps"))).toHaveLength(100);
  expect(problems.filter(({ fixes }) => fixes.length > 0)).toHaveLength(20);
});

test("a plain value has the same fixes, as data", () => {
  const result = experimentFromValue({ name: "x", model: { widow: 5 } });
  expect(result.ok ? [] : result.problems.map(({ fixes }) => fixes)).toEqual([
    [{ title: 'Rename to "window"', kind: "rename", path: ["model", "widow"], key: "window" }],
  ]);
});
