/** A sweep as this window sees it: what lies on disk, and whether this window steers it. Plain data. */
import path from "node:path";
import type { SweepStanding } from "../../core/protocol";
import type { SweepRow } from "../reader";
import type { SweepProcess } from "./sweepProcess";

export interface SweepView extends SweepStanding {
  readonly directory: string;
  /** The folder's name. */
  readonly title: string;
  /** What its file calls it. */
  readonly name: string;
  readonly members: number;
  /** Members that were begun and have not ended. */
  readonly begun: number;
  /** Told to stop, and busy with its checkpoints. */
  readonly stopping: boolean;
  /** What of it cannot be read, in words. */
  readonly problems: readonly string[];
  /** It cannot be read at all: then `problems` say why. */
  readonly damaged: boolean;
}

/** @param row undefined for a sweep that has no folder yet @param going if this window steers it */
export function sweepViewOf(
  row: SweepRow | undefined,
  going: SweepProcess | undefined,
): SweepView | undefined {
  if (!row && !going) return undefined;
  const directory = row?.directory ?? going?.directory ?? "";
  const place = { directory, title: path.basename(directory), stopping: going?.stopping ?? false };
  if (row?.kind !== "sweep") {
    const problems = row ? [row.problem] : [];
    const state = going ? "running" : "stopped";
    return {
      ...{
        ...place,
        name: going?.name ?? place.title,
        members: 0,
        begun: 0,
        problems,
        damaged: row !== undefined,
      },
      ...{ state, steeredBy: going ? "thisWindow" : "nobody", done: 0, failed: 0, secondsLeft: NaN },
    };
  }
  const { members, done, failed, begun, written, problems } = row;
  const ended = done + failed;
  return {
    ...{ ...place, name: row.name, members, begun, problems, damaged: false, done, failed },
    state: going || written ? "running" : ended === members ? "done" : "stopped",
    steeredBy: going ? "thisWindow" : written ? "elsewhere" : "nobody",
    secondsLeft: going ? going.secondsLeft(ended, members) : NaN,
  };
}
