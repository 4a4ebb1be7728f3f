/**
 * The page's line to the extension host, and the little that VS Code keeps of a page. What is wrong with a message is
 * said on the console and changes nothing.
 */
import { incoming, isToPanel, type FromPanel, type ToPanel } from "../../core/protocol";
import type { Host } from "./host";
import { savedView, type SavedView } from "./savedView";

export function connectEditor(onMessage: (message: ToPanel) => void): Host {
  const api = acquireVsCodeApi();
  window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    const message = incoming(data);
    if (isToPanel(message)) onMessage(message);
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
