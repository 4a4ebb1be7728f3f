/** The trace of the page's sequence through a run's circuit at a step, made once for all views that show it. */
import { traceAt, type Trace } from "../../core/inspect";
import { circuitOf, type Circuit } from "./circuit";
import type { ShownRun } from "./state";
import type { Traced } from "./traced";

const known = new WeakMap<Traced, { readonly circuit: Circuit; readonly trace: Trace | null }>();

/** Null where there is no sequence, no circuit, or a token that the run's alphabet does not have. */
export function traceOf(run: ShownRun, chosen: number | null, traced: Traced): Trace | null {
  const circuit = circuitOf(run, chosen);
  if (!circuit || !traced.sequence) return null;
  const before = known.get(traced);
  if (before?.circuit === circuit) return before.trace;
  const trace = traced.sequence.tokens.some((token) => token >= circuit.model.alphabetSize)
    ? null
    : traceAt(
        circuit.model,
        circuit.parameters,
        traced.sequence.tokens,
        traced.position,
        traced.interventions,
      );
  known.set(traced, { circuit, trace });
  return trace;
}
