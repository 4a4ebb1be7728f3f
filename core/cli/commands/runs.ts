/** `runs`: the runs in a folder. */
import path from "node:path";
import { listRuns as runsIn, type RunListing } from "../../runs";
import { ExitCode } from "../exit";
import { invocation } from "../invocation";
import { decimal, duration, grouped } from "../numbers";
import type { Output } from "../output";
import { tableLines } from "../table";

export async function listRuns(root: string, output: Output): Promise<number> {
  const listings = await runsIn(root);
  listings.forEach((listing) => output.object("run", fieldsOf(listing)));
  if (listings.length === 0) {
    output.line(`There are no runs in ${root}. Begin one with: ${invocation()} train quickstart`);
  } else {
    const now = Date.now();
    const rows = listings.map((listing) => rowOf(listing, now));
    tableLines([["run", "status", "step", "loss", "age"], ...rows]).forEach((line) => output.line(line));
  }
  return ExitCode.done;
}

function fieldsOf({ directory, createdAt, ...listing }: RunListing): object {
  if (listing.kind === "damaged") return { directory, createdAt, state: "damaged", problem: listing.problem };
  return { directory, ...listing.description, ...listing.manifest };
}

function rowOf(listing: RunListing, now: number): string[] {
  const name = path.basename(listing.directory);
  if (listing.kind === "damaged") return [name, "damaged", listing.problem];
  const { step, totalSteps, losses } = listing.manifest;
  return [
    name,
    listing.description.state,
    `${grouped(step)} of ${grouped(totalSteps)}`,
    losses ? decimal(losses.last) : "",
    duration(Math.max(0, (now - Date.parse(listing.createdAt)) / 1000)),
  ];
}
