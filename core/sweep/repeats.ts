/** Runs that are the same to the last bit, whatever they are called: trained for nothing, and taken for independent. */
import type { Finding } from "../config";
import type { Member } from "./plan";
import type { SweepSource } from "./schema";

export function repeatFindings(source: SweepSource, members: readonly Member[]): Finding[] {
  const first = new Map<string, number>();
  const repeats = members.flatMap(({ index, experiment }): (readonly [number, number])[] => {
    const key = JSON.stringify({ ...experiment, name: "" });
    const before = first.get(key);
    if (before !== undefined) return [[index, before]];
    first.set(key, index);
    return [];
  });
  if (repeats.length === 0) return [];
  const [[index, before]] = repeats;
  const message =
    `${repeats.length} of ${members.length} runs are the same as others, values and seed alike, such as run ${index} and run ` +
    `${before}: means over runs would count them twice.`;
  const place = source.random ? "random" : source.grid ? "grid" : "seeds";
  return [{ severity: "warning", path: [place], about: "key", message }];
}
