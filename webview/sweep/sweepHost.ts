/** The page's line to the extension host, and what VS Code keeps of it. What comes in is checked before it is believed. */
import { incoming, isToSweepPanel, type FromSweepPanel, type ToSweepPanel } from "../../core/protocol";
import { sweepView, type SweepView } from "./sweepView";

export interface SweepHost {
  post(message: FromSweepPanel): void;
  /** What was last kept, or the beginning. */
  savedView(): SweepView;
  keepView(view: SweepView): void;
}

/** To be called once. @param onMessage called for every message that is one */
export function connectSweepHost(onMessage: (message: ToSweepPanel) => void): SweepHost {
  const api = acquireVsCodeApi();
  window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    const message = incoming(data);
    if (isToSweepPanel(message)) onMessage(message);
    else console.error("The sweep's page got a message that is none of its protocol:", data);
  });
  return {
    post: (message) => api.postMessage(message),
    savedView: () => sweepView(api.getState()),
    keepView: (view) => api.setState(view),
  };
}

interface VsCodeApi {
  postMessage(message: FromSweepPanel): void;
  getState(): unknown;
  setState(state: SweepView): void;
}

declare function acquireVsCodeApi(): VsCodeApi;
