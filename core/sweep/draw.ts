/**
 * Random values of a sweep's fields. Draw i of a field is a function of (seed, field, i) alone, so that more samples or
 * another field leave the others as they are.
 */
import { createHash } from "node:crypto";
import type { Drawn } from "./schema";

export function draw(drawn: Drawn, seed: number, field: string, sample: number): unknown {
  const chance = uniform(seed, field, sample);
  if ("choices" in drawn) return drawn.choices[Math.floor(chance * drawn.choices.length)];
  const { from, to, scale, integer } = drawn;
  if (integer) return wholeNumber(Math.ceil(from), Math.floor(to), scale, chance);
  const value = scale === "log" ? from * (to / from) ** chance : from + (to - from) * chance;
  return Math.min(to, Math.max(from, value));
}

/** On a log scale n has the chance of the interval from n to n + 1. */
function wholeNumber(least: number, most: number, scale: "linear" | "log", chance: number): number {
  const beyond = most + 1;
  const value = scale === "log" ? least * (beyond / least) ** chance : least + (beyond - least) * chance;
  return Math.min(most, Math.floor(value));
}

/** In [0, 1), from 48 bits. */
function uniform(seed: number, field: string, sample: number): number {
  const digest = createHash("sha256")
    .update(JSON.stringify([seed, field, sample]))
    .digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}
