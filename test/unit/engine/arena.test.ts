import { expect, test } from "vitest";
import { Arena } from "../../../core/engine/cpu/plan";

test("addresses go on beyond 2 GiB, on cache lines of their own", () => {
  const arena = new Arena();
  const first = arena.reserve(2.2e9);
  const second = arena.reserve(3);
  const third = arena.reserve(8);
  expect(second).toBeGreaterThanOrEqual(first + 2.2e9);
  expect(third - second).toBe(64);
  expect(second % 64).toBe(0);
});

test("what does not fit into 4 GB is refused with its size", () => {
  const arena = new Arena();
  arena.reserve(5e9);
  expect(() => arena.memory()).toThrow(/4\.7 GB in the engine, more than the 4 GB/);
});
