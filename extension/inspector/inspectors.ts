/** All open panels: one for each run or comparison, found again when asked for once more, and after a reload. */
import * as vscode from "vscode";
import { shownBefore, type ShownRuns } from "./content";
import { InspectorPanel, type PanelParts } from "./inspectorPanel";

export const inspectorViewType = "inductionLab.inspector";

export class Inspectors implements vscode.WebviewPanelSerializer {
  readonly #panels = new Set<InspectorPanel>();
  readonly #revived = new vscode.EventEmitter<InspectorPanel>();
  /** A panel came back after a reload. */
  readonly onDidRevive = this.#revived.event;

  constructor(private readonly parts: PanelParts) {}

  get all(): readonly InspectorPanel[] {
    return [...this.#panels];
  }

  /** The panel of this run, not counting comparisons. */
  of(directory: string): InspectorPanel | undefined {
    return this.all.find(({ shown }) => shown.main === directory && shown.compared.length === 0);
  }

  /** Shows what is asked for, in the panel that shows it already or else in a new one. */
  open(shown: ShownRuns, column: vscode.ViewColumn, preserveFocus = false): InspectorPanel {
    const known = this.all.find((panel) => sameRuns(panel.shown, shown));
    if (known) {
      known.panel.reveal(undefined, preserveFocus);
      return known;
    }
    const options = { enableScripts: true, localResourceRoots: [this.parts.pageFolder] };
    const panel = vscode.window.createWebviewPanel(
      inspectorViewType,
      vscode.l10n.t("Inspector"),
      { viewColumn: column, preserveFocus },
      options,
    );
    return this.add(panel, shown);
  }

  /** A run has another folder now. */
  renamed(from: string, to: string): void {
    const now = (directory: string) => (directory === from ? to : directory);
    for (const panel of this.#panels) {
      const { main, ghost, compared } = panel.shown;
      if (![main, ghost, ...compared].includes(from)) continue;
      panel.show({ main: now(main), ghost: ghost && now(ghost), compared: compared.map(now) });
    }
  }

  /** Called by VS Code after a reload, for each panel that was open. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const shown = shownBefore(state);
    if (shown) this.#revived.fire(this.add(panel, shown));
    else panel.dispose();
    return Promise.resolve();
  }

  /** The panels stay: VS Code closes them with the window, and brings them back when it was only reloaded. */
  dispose(): void {
    this.#revived.dispose();
  }

  private add(panel: vscode.WebviewPanel, shown: ShownRuns): InspectorPanel {
    const inspector = new InspectorPanel(panel, this.parts, shown);
    this.#panels.add(inspector);
    panel.onDidDispose(() => this.#panels.delete(inspector));
    return inspector;
  }
}

function sameRuns(a: ShownRuns, b: ShownRuns): boolean {
  if (a.main !== b.main || a.compared.length !== b.compared.length) return false;
  return a.compared.every((directory) => b.compared.includes(directory));
}
