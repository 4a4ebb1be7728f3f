import { expect, test } from "vitest";
import { experimentOutline, presetText, type OutlineItem } from "../../../core/config";

const text = `{
  "name": "x", // which
  "data": { "parents": [1, 2], "prior": { "alpha": 0.1 } },
  "training": {
    "stages": [
      { "name": "sharpen", "train": ["scale"], "steps": 20 },
      { "train": ["rpe", "scale", "coefficients"], "steps": 3 },
      {}
    ]
  },
  "engine": {}
}`;

/** `name: detail`, indented. */
function lines(items: readonly OutlineItem[], indent = ""): string[] {
  return items.flatMap(({ name, detail, children }) => [
    `${indent}${name}: ${detail}`,
    ...lines(children, `${indent}  `),
  ]);
}

test("shows keys with their values, and stages by their names", () => {
  expect(lines(experimentOutline(text))).toEqual([
    'name: "x"',
    "data: ",
    "  parents: [1,2]",
    "  prior: ",
    "    alpha: 0.1",
    "training: ",
    "  stages: ",
    "    sharpen: 20 steps",
    '      name: "sharpen"',
    '      train: ["scale"]',
    "      steps: 20",
    "    all at once: 3 steps",
    '      train: ["rpe","scale","coefficients"]',
    "      steps: 3",
    "    3: ",
    "engine: {}",
  ]);
});

test("marks a part of what it spans, at every cut of a text", () => {
  const whole = presetText("paper-theory");
  const check = (items: readonly OutlineItem[], start: number, end: number): void => {
    for (const { offset, length, mark, children } of items) {
      expect(offset).toBeGreaterThanOrEqual(start);
      expect(offset + length).toBeLessThanOrEqual(end);
      expect(mark.offset).toBeGreaterThanOrEqual(offset);
      expect(mark.offset + mark.length).toBeLessThanOrEqual(offset + length);
      check(children, offset, offset + length);
    }
  };
  for (let end = 0; end <= whole.length; end += 3) check(experimentOutline(whole.slice(0, end)), 0, end);
});

test.each(["", "[", "nonsense", "[".repeat(100_000)])("has nothing to show of %j", (nothing) => {
  expect(experimentOutline(nothing)).toEqual([]);
});
