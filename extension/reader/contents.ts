/** A run folder read whole, for panels: its listing as a row. */
import { readContents as readWhole } from "../../core/report";
import type { RunContents } from "./answers";
import { rowOf } from "./rows";

/** Never throws for what is in the folder. */
export async function readContents(directory: string): Promise<RunContents> {
  const { listing, ...contents } = await readWhole(directory);
  return { ...contents, row: listing && (await rowOf(listing)) };
}
