import { expect, test } from "vitest";
import { contrast, differenceColour, heatColour, heatTable, inkOn } from "../../../webview/theme";

const backgrounds = [
  ["light", "#ffffff"],
  ["dark", "#000000"],
] as const;

test.each(backgrounds)("differences of either sign run away from a %s page", (kind, page) => {
  for (const sign of [1, -1]) {
    const steps = Array.from({ length: 101 }, (_, index) =>
      contrast(differenceColour((sign * index) / 100, kind), page),
    );
    expect(steps.every((value, index) => index === 0 || value > steps[index - 1] - 0.02)).toBe(true);
    expect(steps[100]).toBeGreaterThan(3 * steps[0]);
  }
  expect(differenceColour(-2, kind)).toBe(differenceColour(-1, kind));
  expect(differenceColour(2, kind)).toBe(differenceColour(1, kind));
});

test("the two signs differ in blue, which red-green blindness leaves, and numbers on them can be read", () => {
  const blue = (colour: string) => parseInt(colour.slice(5), 16) - parseInt(colour.slice(1, 3), 16);
  for (const [kind] of backgrounds) {
    for (let value = 0.2; value <= 1; value += 0.05) {
      const [less, more] = [-value, value].map((signed) => differenceColour(signed, kind));
      expect(blue(less) - blue(more)).toBeGreaterThan(40);
      for (const colour of [less, more]) expect(contrast(colour, inkOn(colour))).toBeGreaterThanOrEqual(4.5);
    }
  }
});

test("tables hold a scale's colours as ImageData wants them", () => {
  for (const [kind] of backgrounds) {
    for (const [scale, colour] of [
      ["share", (part: number) => heatColour(part, kind)],
      ["difference", (part: number) => differenceColour(2 * part - 1, kind)],
    ] as const) {
      const bytes = new Uint8Array(heatTable(scale, kind).buffer);
      for (const index of [0, 1, 127, 200, 255]) {
        const [red, green, blue, opacity] = bytes.subarray(4 * index, 4 * index + 4);
        const written = [red, green, blue].map((channel) => channel.toString(16).padStart(2, "0")).join("");
        expect([`#${written}`, opacity]).toEqual([colour(index / 255), 255]);
      }
    }
  }
});
