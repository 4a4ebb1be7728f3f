/** A run's listing as a row: what lists and tooltips show, without what only the program needs. */
import path from "node:path";
import { editsOf } from "../../core/report";
import type { RunListing } from "../../core/runs";
import type { RunRow } from "./answers";

export function rowOf(listing: RunListing): RunRow {
  const { directory, createdAt } = listing;
  const place = { directory, title: path.basename(directory), createdAt };
  if (listing.kind === "damaged") return { ...place, kind: "damaged", problem: listing.problem };
  const { manifest, description } = listing;
  const { name, step, totalSteps, stages, timings, engine, seed, failure } = manifest;
  return {
    ...place,
    kind: "run",
    name,
    source: manifest.source === undefined ? null : path.resolve(directory, manifest.source),
    state: description.state,
    sentence: description.sentence,
    written: description.written,
    step,
    totalSteps,
    stages,
    edits: editsOf(manifest),
    losses: manifest.losses ?? null,
    stepsPerSecond: timings.stepsPerSecond,
    engine: { kind: engine.kind, threads: engine.threads, path: engine.path },
    seed,
    failure: failure?.message ?? null,
  };
}
