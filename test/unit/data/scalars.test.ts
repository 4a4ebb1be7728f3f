import { expect, test } from "vitest";
import { drawScalars, scalarGroups } from "../../../core/data";

/** About one in twenty million samples of N(0, 1) statistics lies farther out. */
const DEVIATIONS = 5.5;

test("any part of a set, drawn alone, is the same as within the whole", async () => {
  const whole = await drawScalars(5, "train", 0, 103, 7);
  expect(whole).toMatchObject({ count: 103, sequenceLength: 7 });
  for (const [first, count] of [
    [0, 1],
    [1, 5],
    [50, 53],
    [102, 1],
  ]) {
    const part = await drawScalars(5, "train", first, count, 7);
    expect(part.scalars).toEqual(whole.scalars.slice(first * 7, (first + count) * 7));
  }
});

test("a longer sequence begins like a shorter one", async () => {
  const [short, long] = [await drawScalars(1, "train", 9, 1, 5), await drawScalars(1, "train", 9, 1, 40)];
  expect(long.scalars.slice(0, 5)).toEqual(short.scalars);
});

test("seeds and streams are different data, and numbers beyond 2^32 are too", async () => {
  const draw = async (seed: number, stream: "train" | "validation" | "online", first: number) =>
    (await drawScalars(seed, stream, first, 8, 6)).scalars.join();
  const drawn = [
    await draw(1, "train", 0),
    await draw(2, "train", 0),
    await draw(1, "validation", 0),
    await draw(1, "online", 0),
    await draw(1, "train", 2 ** 32),
    await draw(4_294_967_295, "train", 0),
  ];
  expect(new Set(drawn).size).toBe(drawn.length);
  expect(await draw(1, "train", 0)).toBe(drawn[0]);
});

test("scalars have the moments of N(0, 1)", async () => {
  const { scalars } = await drawScalars(11, "train", 0, 25_000, 40);
  const sums = [0, 0, 0, 0, 0, 0];
  for (const x of scalars) {
    let power = 1;
    for (let k = 0; k < 6; k++) sums[k] += power *= x;
  }
  const moment = (k: number): number => (k % 2 ? 0 : [1, 1, 3, 15, 105, 945, 10395][k / 2]);
  for (let k = 1; k <= 6; k++) {
    const error = Math.sqrt((moment(2 * k) - moment(k) ** 2) / scalars.length);
    expect(Math.abs(sums[k - 1] / scalars.length - moment(k)), `moment ${k}`).toBeLessThan(
      DEVIATIONS * error,
    );
  }
});

test("every size is as frequent as under N(0, 1), far out too", async () => {
  const { scalars } = await drawScalars(12, "online", 2 ** 40, 50_000, 41);
  /** P(|x| > bound), from tables. */
  const tails = new Map([
    [0.01, 0.99202133],
    [0.5, 0.61707508],
    [1, 0.31731051],
    [2, 0.045500264],
    [3, 0.0026997961],
    [4, 6.3342484e-5],
    [4.5, 6.7953461e-6],
  ]);
  for (const [bound, probability] of tails) {
    const beyond = scalars.reduce((count, x) => count + (Math.abs(x) > bound ? 1 : 0), 0);
    const expected = scalars.length * probability;
    const error = DEVIATIONS * Math.sqrt(expected * (1 - probability));
    expect(Math.abs(beyond - expected), `|x| > ${bound}`).toBeLessThan(error);
  }
  const positive = scalars.reduce((count, x) => count + (x > 0 ? 1 : 0), 0);
  expect(Math.abs(positive - scalars.length / 2)).toBeLessThan(DEVIATIONS * 0.5 * Math.sqrt(scalars.length));
});

test("positions know nothing of one another, nor do sequences: neither of signs nor of sizes", async () => {
  const [count, length] = [50_000, 8];
  const { scalars } = await drawScalars(13, "train", 0, count, length);
  const correlation = (apart: number, of: (x: number) => number, variance: number): number => {
    let sum = 0;
    for (let at = apart; at < scalars.length; at++) sum += of(scalars[at]) * of(scalars[at - apart]);
    return sum / variance / Math.sqrt(scalars.length - apart);
  };
  for (const apart of [1, 2, 3, length, 2 * length, 4 * length]) {
    expect(Math.abs(correlation(apart, (x) => x, 1))).toBeLessThan(DEVIATIONS);
    expect(Math.abs(correlation(apart, (x) => x * x - 1, 2))).toBeLessThan(DEVIATIONS);
  }
});

test("groups of four sequences side by side hold the same scalars, and zeros where there is none", () => {
  const set = { scalars: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), count: 5, sequenceLength: 2 };
  expect([...scalarGroups(set)]).toEqual([1, 3, 5, 7, 2, 4, 6, 8, 9, 0, 0, 0, 10, 0, 0, 0]);
});
