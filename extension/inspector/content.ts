/** Which runs a panel shows, and in which part: plain data that also survives a reload in the page's own state. */
import * as z from "zod";

export interface ShownRuns {
  readonly main: string;
  /** The run before the last restart. */
  readonly ghost: string | null;
  /** Beside the main one, in a comparison. */
  readonly compared: readonly string[];
}

export function rolesOf({ main, ghost, compared }: ShownRuns) {
  return [
    { role: "main", directory: main },
    ...(ghost === null ? [] : [{ role: "ghost", directory: ghost } as const]),
    ...compared.map((directory) => ({ role: "compared", directory }) as const),
  ] as const;
}

const stateSchema = z.object({
  runs: z.array(z.object({ run: z.string(), role: z.enum(["main", "ghost", "compared"]) })).min(1),
});

/** What a page kept before the window was reloaded; undefined where it kept nothing of use. */
export function shownBefore(state: unknown): ShownRuns | undefined {
  const parsed = stateSchema.safeParse(state);
  if (!parsed.success) return undefined;
  const inRole = (wanted: string) =>
    parsed.data.runs.filter(({ role }) => role === wanted).map(({ run }) => run);
  const [main] = inRole("main");
  return main === undefined
    ? undefined
    : { main, ghost: inRole("ghost")[0] ?? null, compared: inRole("compared") };
}
