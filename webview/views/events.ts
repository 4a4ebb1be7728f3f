/** What the parts of the page ask of it: to be looked at otherwise, or to hand something on to the host. */
import type { PanelAction, Pace, SequencePlace } from "../../core/protocol";
import type { Look, ShownScalars, Traced } from "../store";

export type LookEvent = CustomEvent<Partial<Look>>;
export type TracedEvent = CustomEvent<Traced>;
export type ActEvent = CustomEvent<{ readonly run: string; readonly action: PanelAction }>;
export type PaceEvent = CustomEvent<{ readonly run: string; readonly pace: Pace }>;
export type ScalarsEvent = CustomEvent<ShownScalars>;
export type AskSequenceEvent = CustomEvent<{ readonly run: string; readonly place: SequencePlace }>;

/** Changes how the page is looked at; what is left out stays. */
export function look(from: HTMLElement, change: Partial<Look>): void {
  dispatch(from, "look", change);
}

/** Another position, other tokens, other interventions. */
export function setTraced(from: HTMLElement, traced: Traced): void {
  dispatch(from, "traced", traced);
}

/** Other scalars, another position. */
export function setScalars(from: HTMLElement, scalars: ShownScalars): void {
  dispatch(from, "scalars", scalars);
}

/** A sequence of a run's data; it comes as a message. */
export function askSequence(from: HTMLElement, run: string, place: SequencePlace): void {
  dispatch(from, "ask-sequence", { run, place });
}

export function act(from: HTMLElement, run: string, action: PanelAction): void {
  dispatch(from, "act", { run, action });
}

export function setPace(from: HTMLElement, run: string, pace: Pace): void {
  dispatch(from, "pace", { run, pace });
}

/** Onto the clipboard. */
export function copyText(from: HTMLElement, text: string): void {
  dispatch(from, "copy-text", text);
}

function dispatch(from: HTMLElement, name: string, detail: unknown): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}

declare global {
  interface HTMLElementEventMap {
    look: LookEvent;
    traced: TracedEvent;
    scalars: ScalarsEvent;
    act: ActEvent;
    pace: PaceEvent;
    "ask-sequence": AskSequenceEvent;
  }
}
