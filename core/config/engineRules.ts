/** Rules between the fields of `engine`, each with its own words and remedies. */
import { remove, set } from "./fixes/fix";
import { parsePath } from "./paths";
import type { Breach } from "./rules";
import type { Experiment } from "./schema";

export function* engineBreaches({ engine: { kind, backend } }: Experiment): Generator<Breach> {
  if (backend === "auto" || kind === "tfjs" || kind === "auto") return;
  yield {
    severity: "warning",
    fields: ["engine.backend", "engine.kind"],
    message: 'Only the tfjs engine has backends, so this has no effect: set engine.kind to "tfjs".',
    found: `backend "${backend}" with kind "${kind}"`,
    fixes: [set("engine.kind", "tfjs"), remove(parsePath("engine.backend"))],
  };
}
