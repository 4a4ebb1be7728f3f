/**
 * The page's line to the extension host, and the little that VS Code keeps of a page. What comes in is checked before
 * anyone believes it; what is wrong with it is said on the console and changes nothing.
 */
import { isToPanel, type FromPanel, type ToPanel } from "../../core/protocol";
import { savedView, type SavedView } from "./savedView";

export interface Host {
  post(message: FromPanel): void;
  /** What was last kept, or the beginning. */
  savedView(): SavedView;
  /** Survives a reload of the window; the host gets it back when it revives the panel. */
  keepView(view: SavedView): void;
}

/** To be called once. @param onMessage called for every message that is one */
export function connectHost(onMessage: (message: ToPanel) => void): Host {
  const api = acquireVsCodeApi();
  window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (isToPanel(data)) onMessage(data);
    else console.error("The inspector got a message that is none of its protocol:", data);
  });
  return {
    post: (message) => api.postMessage(message),
    savedView: () => savedView(api.getState()),
    keepView: (view) => api.setState(view),
  };
}

interface VsCodeApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: SavedView): void;
}

declare function acquireVsCodeApi(): VsCodeApi;
