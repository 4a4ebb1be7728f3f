/** What VS Code keeps of a page over a reload of the window: which runs it showed, and how. */
import * as z from "zod";
import type { StepScale } from "../charts";

export interface SavedView {
  /** Enough for the host to show them again; the one that the page is about comes first. */
  readonly runs: readonly { readonly role: "main" | "ghost" | "compared"; readonly run: string }[];
  /** Of the axis of steps. */
  readonly stepScale: StepScale;
}

/** What `value` says of a view; the rest, and all of it where it is none, is as in the beginning. */
export function savedView(value: unknown): SavedView {
  return schema.parse(value ?? {});
}

const schema = z
  .object({
    runs: z.array(z.object({ role: z.enum(["main", "ghost", "compared"]), run: z.string() })).catch([]),
    stepScale: z.enum(["linear", "log"]).catch("log"),
  })
  .catch({ runs: [], stepScale: "log" }) satisfies z.ZodType<SavedView>;
