import { expect, test } from "vitest";
import { runDirectoryName } from "../../../core/runs";

const date = new Date(2026, 10, 21, 15, 30, 12);

test("names a run's folder by experiment and local time", () => {
  expect(runDirectoryName("paper-simultaneous", [], date)).toBe("paper-simultaneous-2026-11-21-153012");
});

test("numbers the second run of one second, whatever the spelling of the first", () => {
  const first = "Paper-2026-11-21-153012";
  const second = runDirectoryName("paper", [first], date);
  expect(second).toBe("paper-2026-11-21-153012-2");
  expect(runDirectoryName("paper", [first, second], date)).toBe("paper-2026-11-21-153012-3");
});

test("sorts runs of one name by time", () => {
  const earlier = runDirectoryName("paper", [], new Date(2026, 8, 9, 1, 2, 3));
  expect(earlier).toBe("paper-2026-09-09-010203");
  expect(earlier < runDirectoryName("paper", [], date)).toBe(true);
});

test.each([
  ["Größe & Länge: α=0.1", "gro-e-lange-0-1"],
  ["../../etc/passwd", "etc-passwd"],
  ["日本", "run"],
  ["", "run"],
  ["x".repeat(200), "x".repeat(60)],
])("makes a safe folder name of %j", (name, slug) => {
  expect(runDirectoryName(name, [], date).slice(0, -18)).toBe(slug);
});
