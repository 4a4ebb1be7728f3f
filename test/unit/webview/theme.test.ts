import { expect, test } from "vitest";
import { contrast, heatColour, inkOn, seriesColours, seriesCount } from "../../../webview/theme";

test("contrast is that of WCAG", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 10);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
});

/** Light Modern, High Contrast Light; Dark Modern, High Contrast, and the old dark theme. */
const pages = { light: ["#ffffff"], dark: ["#1f1f1f", "#000000", "#1e1e1e"] } as const;

test.each(["light", "dark"] as const)("curves stand out from %s pages, three to one at least", (kind) => {
  expect(seriesColours[kind]).toHaveLength(seriesCount);
  for (const page of pages[kind]) {
    for (const colour of seriesColours[kind]) {
      expect(contrast(colour, page), `${colour} on ${page}`).toBeGreaterThanOrEqual(3);
    }
  }
});

test.each([
  ["light", "#ffffff"],
  ["dark", "#000000"],
] as const)("the more attention, the further a cell is from a %s page", (kind, page) => {
  const steps = Array.from({ length: 101 }, (_, index) => contrast(heatColour(index / 100, kind), page));
  expect(steps.every((value, index) => index === 0 || value > steps[index - 1] - 1e-9)).toBe(true);
  expect(heatColour(-1, kind)).toBe(heatColour(0, kind));
  expect(heatColour(2, kind)).toBe(heatColour(1, kind));
});

test("numbers on cells can be read, whatever the cell", () => {
  for (const kind of ["light", "dark"] as const) {
    for (let value = 0; value <= 1; value += 0.01) {
      const colour = heatColour(value, kind);
      expect(contrast(colour, inkOn(colour)), colour).toBeGreaterThanOrEqual(4.5);
    }
  }
});
