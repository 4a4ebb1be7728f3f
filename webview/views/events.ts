/** What the parts of the page ask of it; the inspector hands it on to the host. */
import type { PanelAction, Pace } from "../../core/protocol";

export type ActEvent = CustomEvent<{ readonly run: string; readonly action: PanelAction }>;
export type PaceEvent = CustomEvent<{ readonly run: string; readonly pace: Pace }>;

export function act(from: HTMLElement, run: string, action: PanelAction): void {
  from.dispatchEvent(new CustomEvent("act", { detail: { run, action }, bubbles: true, composed: true }));
}

export function setPace(from: HTMLElement, run: string, pace: Pace): void {
  from.dispatchEvent(new CustomEvent("pace", { detail: { run, pace }, bubbles: true, composed: true }));
}

declare global {
  interface HTMLElementEventMap {
    act: ActEvent;
    pace: PaceEvent;
  }
}
