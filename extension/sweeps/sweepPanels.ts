/** All open panels of sweeps: one for each, found again when asked for once more, and after a reload. */
import * as vscode from "vscode";
import { z } from "zod";
import { SweepPanel, type SweepPanelParts } from "./sweepPanel";

export const sweepViewType = "inductionLab.sweep";

/** What a page keeps of itself, as far as the host needs it. */
const stateSchema = z.object({ directory: z.string().min(1) });

export class SweepPanels implements vscode.WebviewPanelSerializer {
  readonly #panels = new Set<SweepPanel>();

  constructor(private readonly parts: SweepPanelParts) {}

  get all(): readonly SweepPanel[] {
    return [...this.#panels];
  }

  /** In the panel that shows it already, or else in a new one. */
  open(directory: string, column: vscode.ViewColumn, preserveFocus = false): SweepPanel {
    const known = this.all.find((panel) => panel.directory === directory);
    if (known) {
      known.panel.reveal(undefined, preserveFocus);
      return known;
    }
    const options = { enableScripts: true, localResourceRoots: [this.parts.pageFolder] };
    const panel = vscode.window.createWebviewPanel(
      sweepViewType,
      vscode.l10n.t("Sweep"),
      { viewColumn: column, preserveFocus },
      options,
    );
    return this.add(panel, directory);
  }

  /** Called by VS Code after a reload, for each panel that was open. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const parsed = stateSchema.safeParse(state);
    if (parsed.success) this.add(panel, parsed.data.directory);
    else panel.dispose();
    return Promise.resolve();
  }

  private add(panel: vscode.WebviewPanel, directory: string): SweepPanel {
    const added = new SweepPanel(panel, this.parts, directory);
    this.#panels.add(added);
    panel.onDidDispose(() => this.#panels.delete(added));
    return added;
  }
}
