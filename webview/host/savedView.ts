/** What VS Code keeps of a page over a reload of the window: which runs it showed, and how. */
import * as z from "zod";
import type { Axis } from "../store";

export interface SavedView {
  /** Enough for the host to show them again; the one that the page is about comes first. */
  readonly runs: readonly { readonly role: "main" | "ghost" | "compared"; readonly run: string }[];
  readonly axis: Axis;
  /** Of the pages below, the one that was chosen; empty: none was. */
  readonly tab: string;
}

/** What `value` says of a view; the rest, and all of it where it is none, is as in the beginning. */
export function savedView(value: unknown): SavedView {
  return schema.parse(value ?? {});
}

const axis: Axis = { quantity: "step", scale: "log" };
const tab = "";

const schema = z
  .object({
    runs: z.array(z.object({ role: z.enum(["main", "ghost", "compared"]), run: z.string() })).catch([]),
    axis: z
      .object({ quantity: z.enum(["step", "time", "stage"]), scale: z.enum(["linear", "log"]) })
      .catch(axis),
    tab: z.string().catch(tab),
  })
  .catch({ runs: [], axis, tab }) satisfies z.ZodType<SavedView>;
