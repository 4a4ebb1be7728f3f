/** `sweeps`: the sweeps in a folder. */
import path from "node:path";
import { listSweeps as sweepsIn, type SweepListing } from "../../sweep";
import { ExitCode } from "../exit";
import { invocation } from "../invocation";
import { duration, grouped } from "../numbers";
import type { Output } from "../output";
import { tableLines } from "../table";

export async function listSweeps(root: string, output: Output): Promise<number> {
  const listings = await sweepsIn(root);
  listings.forEach((listing) => output.object("sweep", fieldsOf(listing)));
  if (listings.length === 0) {
    output.line(`There are no sweeps in ${root}. Begin one with: ${invocation()} sweep learning-rate`);
  } else {
    const now = Date.now();
    const rows = listings.map((listing) => rowOf(listing, now));
    tableLines([["sweep", "status", "done", "failed", "varies", "age"], ...rows], { right: [3] }).forEach(
      (line) => output.line(line),
    );
  }
  return ExitCode.done;
}

function fieldsOf(listing: SweepListing): object {
  const { directory, createdAt } = listing;
  if (listing.kind === "damaged") return { directory, createdAt, state: "damaged", problem: listing.problem };
  const { plan, running, problems } = listing.sweep;
  const { name, fields } = plan;
  return {
    directory,
    createdAt,
    state: stateOf(listing),
    name,
    fields,
    ...listing.counts,
    running,
    problems,
  };
}

function rowOf(listing: SweepListing, now: number): string[] {
  const name = path.basename(listing.directory);
  if (listing.kind === "damaged") return [name, "damaged", listing.problem];
  const { members, done, failed } = listing.counts;
  return [
    name,
    stateOf(listing),
    `${grouped(done)} of ${grouped(members)}`,
    failed === 0 ? "" : grouped(failed),
    listing.sweep.plan.fields.join(", "),
    duration(Math.max(0, (now - Date.parse(listing.createdAt)) / 1000)),
  ];
}

function stateOf({ sweep, counts }: Extract<SweepListing, { kind: "sweep" }>): string {
  if (sweep.running) return "running";
  const open = counts.members - counts.done - counts.failed;
  return open === 0 ? "ended" : "open";
}
