/**
 * The upper half of the page: what was learnt, part by part, at the step that the page stands on. Runs on tokens have their
 * copier, selector and classifier, runs on the mixed target its transition, scalars and heads; of a comparison of both
 * each shows what it has, the main run's kind first.
 */
import { html, nothing, type TemplateResult } from "lit";
import { isComparison } from "../plots";
import {
  alignedStep,
  circuitOf,
  kindsOf,
  mixedStateAt,
  type Look,
  type ShownContent,
  type ShownRun,
} from "../store";
import "./classifier";
import "./copier";
import { missing } from "./missing";
import "./mixedHeads";
import "./mixedScalars";
import "./mixedTransition";
import "./selector";
import "./trace";

/** @param host dispatches what a button asks for where nothing can be shown */
export function circuits(host: HTMLElement, content: ShownContent, look: Look): TemplateResult {
  const { runs } = content;
  const { mixed, tokens } = kindsOf(runs);
  const ofTokens = tokens.some((run) => circuitOf(run)) ? tokenCircuit(tokens, content, look) : nothing;
  const ofMixed = mixed.some((run) => mixedStateAt(run, null)) ? mixedCircuit(mixed, content, look) : nothing;
  if (ofTokens === nothing && ofMixed === nothing) return missing(host, runs[0]);
  return mixed[0] === runs[0] ? html`${ofMixed}${ofTokens}` : html`${ofTokens}${ofMixed}`;
}

function tokenCircuit(runs: readonly ShownRun[], { runs: all, traced }: ShownContent, look: Look) {
  const theirs = lookAt(all, runs, look);
  return html`<div class=${isComparison(runs) ? "parts compared" : "parts"}>
      <induction-copier .runs=${runs} .look=${theirs}></induction-copier>
      <induction-selector .runs=${runs} .look=${theirs} .traced=${traced}></induction-selector>
      <induction-classifier .runs=${runs} .look=${theirs} .traced=${traced}></induction-classifier>
    </div>
    <induction-trace .runs=${runs} .look=${theirs} .traced=${traced}></induction-trace>`;
}

function mixedCircuit(runs: readonly ShownRun[], { runs: all, scalars }: ShownContent, look: Look) {
  const theirs = lookAt(all, runs, look);
  return html`<div class="parts two">
      <induction-mixed-transition .runs=${runs} .look=${theirs}></induction-mixed-transition>
      <induction-mixed-scalars .runs=${runs} .look=${theirs}></induction-mixed-scalars>
    </div>
    <induction-mixed-heads .runs=${runs} .look=${theirs} .scalars=${scalars}></induction-mixed-heads>`;
}

/** A step is chosen of the first run of all; parts take it for one of their own first run. */
function lookAt([main]: readonly ShownRun[], [first]: readonly ShownRun[], look: Look): Look {
  if (first === main || look.chosen === null) return look;
  return { ...look, chosen: alignedStep(main, first, look.chosen, look.axis.quantity) };
}
