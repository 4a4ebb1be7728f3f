import { expect, test } from "vitest";
import { addMixedGradient, mixedPass, type MixedTarget } from "../../../core/model";

const tokens = Float64Array.from({ length: 12 }, (_, at) => 1.7 * Math.sin(1 + 2.3 * at * at));
const settings: readonly (readonly [MixedTarget, readonly number[]])[] = [
  [{ mixing: 1, sharpness: 4 }, [1.5, 1.1, 0.9, 0.9, 1, 0.5]],
  [{ mixing: 0.2, sharpness: 0.5 }, [0.01, 0.01, 0.01, 0.01, 0.01, 0.01]],
  // Heads that look away: p below 0.
  [{ mixing: 3, sharpness: 9 }, [-0.4, -0.2, 1.3, -0.7, 2.1, -1.2]],
];

test.each(settings)("gradients at %j and %j are those of finite differences", (target, values) => {
  const parameters = Float64Array.from(values);
  const loss = (at: Float64Array) => {
    const { lossG4, lossIH } = mixedPass(target, at, tokens);
    return lossG4 + lossIH;
  };
  const gradient = new Float64Array(6);
  addMixedGradient(parameters, tokens, mixedPass(target, parameters, tokens), 1, gradient);
  gradient.forEach((found, i) => {
    const moved = (by: number) => loss(parameters.map((value, j) => (j === i ? value + by : value)));
    expect(found).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 8);
  });
});

test("sharp copiers, v at the target's shares and k·q = w*² leave no loss", () => {
  const target = { mixing: 2, sharpness: 3 };
  const learned = Float64Array.of(60, 60, 2 / 3, 1 / 3, Math.sqrt(3), Math.sqrt(3));
  const { lossG4, lossIH, copied, lazyAttention } = mixedPass(target, learned, tokens);
  expect(lossG4).toBeLessThan(1e-20);
  expect(lossIH).toBeLessThan(1e-20);
  expect(copied[5]).toBeCloseTo(tokens[4], 12);
  expect(lazyAttention[tokens.length - 3]).toBeCloseTo(1, 12);
});

test("the losses stay apart: each part of the model moves its own", () => {
  const target = { mixing: 1, sharpness: 4 };
  const before = mixedPass(target, Float64Array.of(1, 1, 0.3, 0.3, 1, 1), tokens);
  const lazier = mixedPass(target, Float64Array.of(1, 2, 0.4, 0.3, 1, 1), tokens);
  const richer = mixedPass(target, Float64Array.of(2, 1, 0.3, 0.4, 2, 1), tokens);
  expect(lazier.lossIH).toBe(before.lossIH);
  expect(lazier.lossG4).not.toBe(before.lossG4);
  expect(richer.lossG4).toBe(before.lossG4);
  expect(richer.lossIH).not.toBe(before.lossIH);
});

test("what cannot be is refused with what is allowed", () => {
  const parameters = new Float64Array(6);
  expect(() => mixedPass({ mixing: 0, sharpness: 1 }, parameters, tokens)).toThrow(
    /α\* must be above 0, not 0/,
  );
  expect(() => mixedPass({ mixing: 1, sharpness: NaN }, parameters, tokens)).toThrow(/w\*² must be above 0/);
  expect(() => mixedPass({ mixing: 1, sharpness: 1 }, parameters, tokens.subarray(0, 4))).toThrow(
    /at least 5 tokens, not 4/,
  );
});
