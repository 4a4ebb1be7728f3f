/** The trace of the page's sequence through a run's circuit at a step, made once for all views that show it. */
import { agreementOf, knowsPlace, traceAt, type Agreement, type Trace } from "../../core/inspect";
import { circuitOf, type Circuit } from "./circuit";
import type { ShownRun } from "./state";
import { withoutInterventions, type Traced } from "./traced";

/** Null where there is no sequence, no circuit, a token that the run's alphabet does not have, or a place unknown to it. */
export function traceOf(run: ShownRun, chosen: number | null, traced: Traced): Trace | null {
  const circuit = circuitOf(run, chosen);
  return circuit && tracedThrough(circuit, traced);
}

/** The same without interventions; the very same trace where there are none. */
export function untouchedTraceOf(run: ShownRun, chosen: number | null, traced: Traced): Trace | null {
  const before = untouched.get(traced) ?? withoutInterventions(traced);
  untouched.set(traced, before);
  return traceOf(run, chosen, before);
}

/** Made once for a trace. */
export function agreementIn(trace: Trace): Agreement {
  const agreement = agreements.get(trace) ?? agreementOf(trace);
  agreements.set(trace, agreement);
  return agreement;
}

/** Traces of the same sequence that are kept: of several runs, and no more of what scrubbing leaves behind. */
const kept = 6;

interface Known {
  readonly circuit: Circuit;
  readonly trace: Trace | null;
}

const known = new WeakMap<Traced, readonly Known[]>();
const untouched = new WeakMap<Traced, Traced>();
const agreements = new WeakMap<Trace, Agreement>();

function tracedThrough(circuit: Circuit, traced: Traced): Trace | null {
  const before = known.get(traced) ?? [];
  const found = before.find((one) => one.circuit === circuit);
  if (found) return found.trace;
  const trace = freshTrace(circuit, traced);
  known.set(traced, [...before.slice(1 - kept), { circuit, trace }]);
  return trace;
}

function freshTrace(
  { model, parameters }: Circuit,
  { sequence, position, interventions }: Traced,
): Trace | null {
  if (!sequence || sequence.tokens.some((token) => token >= model.alphabetSize)) return null;
  if (!knowsPlace(model, position)) return null;
  return traceAt(model, parameters, sequence.tokens, position, interventions);
}
