/** Which values go together: grids multiplied out, draws of the random fields, seeds. Nothing is checked here. */
import type { Path } from "../config";
import { draw } from "./draw";
import type { Grid, SweepSource } from "./schema";

/** A value for a field, and where the sweep file says so. */
export interface Assignment {
  /** As the file names it. */
  readonly field: string;
  readonly value: unknown;
  readonly place: Path;
}

export interface Combination {
  readonly assignments: readonly Assignment[];
  readonly seed: number;
}

/** How many runs there are; draws that the budget decides on are counted in. */
export function combinationCount(source: SweepSource): number {
  return cellCount(source) * sampleCount(source) * seedsOf(source, 0).length;
}

/**
 * Grids in their order, their last field varying fastest, then draws, then seeds.
 * @param baseSeed the experiment's
 */
export function* combinations(source: SweepSource, baseSeed: number): Generator<Combination> {
  const samples = sampleCount(source);
  const seeds = seedsOf(source, baseSeed);
  for (const { grid, place } of gridsOf(source)) {
    for (const cell of cellsOf(Object.entries(grid), place)) {
      for (let sample = 0; sample < samples; sample++) {
        const assignments = [...cell, ...drawsOf(source, baseSeed, sample)];
        for (const seed of seeds) yield { assignments, seed };
      }
    }
  }
}

/** One grid without fields where there is none. */
export function gridsOf({
  grid = {},
}: SweepSource): readonly { readonly grid: Grid; readonly place: Path }[] {
  return Array.isArray(grid)
    ? grid.map((each, index) => ({ grid: each, place: ["grid", index] }))
    : [{ grid, place: ["grid"] }];
}

/** Draws of the random fields: 1 where there are none, 0 where nothing says how many. */
export function sampleCount(source: SweepSource): number {
  const { random = {}, samples, budget } = source;
  if (Object.keys(random).length === 0) return 1;
  if (samples !== undefined) return samples;
  return Math.floor((budget?.runs ?? 0) / (cellCount(source) * seedsOf(source, 0).length));
}

function cellCount(source: SweepSource): number {
  const sizes = gridsOf(source).map(({ grid }) =>
    Object.values(grid).reduce((product, values) => product * values.length, 1),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function seedsOf({ seeds = 1 }: SweepSource, baseSeed: number): readonly number[] {
  return typeof seeds === "number" ? Array.from({ length: seeds }, (_, index) => baseSeed + index) : seeds;
}

function* cellsOf(entries: [string, unknown[]][], place: Path): Generator<Assignment[]> {
  if (entries.length === 0) {
    yield [];
    return;
  }
  const [[field, values], ...rest] = entries;
  for (const [index, value] of values.entries()) {
    const assignment = { field, value, place: [...place, field, index] };
    for (const others of cellsOf(rest, place)) yield [assignment, ...others];
  }
}

function drawsOf({ random = {} }: SweepSource, seed: number, sample: number): Assignment[] {
  return Object.entries(random).map(([field, drawn]) => ({
    field,
    value: draw(drawn, seed, field, sample),
    place: ["random", field],
  }));
}
