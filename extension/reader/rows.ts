/** A run's listing as a row: what lists and tooltips show, without what only the program needs. */
import path from "node:path";
import { engineFacts } from "../../core/protocol";
import { editsOf } from "../../core/report";
import type { RunListing } from "../../core/runs";
import { readDiagnosis } from "../../core/studies";
import type { RowDiagnosis, RunRow } from "./answers";

export async function rowOf(listing: RunListing): Promise<RunRow> {
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
    engine: engineFacts(engine),
    seed,
    failure: failure?.message ?? null,
    diagnosis: await diagnosisIn(directory),
  };
}

async function diagnosisIn(directory: string): Promise<RowDiagnosis | null> {
  const diagnosis = await readDiagnosis(directory);
  if (!diagnosis) return null;
  const { step, findings } = diagnosis;
  return { step, findings: findings.map(({ severity, title }) => ({ severity, title })) };
}
