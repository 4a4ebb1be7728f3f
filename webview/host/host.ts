/**
 * Whom the page speaks with: the extension host, or in a report what is held inside. What comes in is checked before
 * anyone believes it.
 */
import type { FromPanel, ToPanel } from "../../core/protocol";
import { connectEditor } from "./editor";
import { connectReport } from "./report";
import type { SavedView } from "./savedView";

export interface Host {
  post(message: FromPanel): void;
  /** What was last kept, or the beginning. */
  savedView(): SavedView;
  /** In the editor it survives a reload of the window, and the host gets it back when it revives the panel. */
  keepView(view: SavedView): void;
}

/** To be called once. @param onMessage called for every message that is one */
export function connectHost(onMessage: (message: ToPanel) => void): Host {
  const report = document.getElementById("report");
  return report ? connectReport(report, onMessage) : connectEditor(onMessage);
}
