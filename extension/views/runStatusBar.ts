/** The status bar's item while runs go on: stage, step and loss of the newest; a click opens its inspector. */
import * as vscode from "vscode";
import type { WorkspaceRuns } from "../runs";
import type { Supervisor } from "../supervisor";
import { grouped, lossText } from "../words";

export class RunStatusBar {
  readonly #item: vscode.StatusBarItem;
  #shown: string | undefined;
  readonly #subscriptions: vscode.Disposable;

  constructor(
    private readonly supervisor: Supervisor,
    private readonly runs: WorkspaceRuns,
  ) {
    this.#item = vscode.window.createStatusBarItem("inductionLab.run", vscode.StatusBarAlignment.Left, 10);
    this.#item.name = vscode.l10n.t("Induction Lab: run");
    // Without arguments, which VS Code forgets whenever the item changes.
    this.#item.command = "inductionLab.openRunInStatusBar";
    this.#subscriptions = vscode.Disposable.from(
      supervisor.onDidChange(() => this.show()),
      supervisor.onDidEnd(() => this.show()),
    );
  }

  /** The run that the item tells of. */
  get shown(): string | undefined {
    return this.#shown;
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#item.dispose();
  }

  private show(): void {
    const going = this.supervisor.runs.filter(({ state }) => state !== "queued");
    const run = going.findLast(({ state }) => state === "running") ?? going.at(-1);
    const view = run && this.runs.get(run.directory);
    if (!view) {
      this.#item.hide();
      return;
    }
    const { state, stageName, step, totalSteps, losses, title, sentence } = view;
    const icon = state === "paused" ? "$(debug-pause)" : "$(sync~spin)";
    const loss = losses ? ` · ${lossText(losses.last)}` : "";
    const others = this.supervisor.runs.length - 1;
    const more = others > 0 ? ` (+${others})` : "";
    this.#item.text = `${icon} ${stageName} ${grouped(step)}/${grouped(totalSteps)}${loss}${more}`;
    this.#item.tooltip = `${title}: ${sentence}`;
    this.#shown = view.directory;
    this.#item.show();
  }
}
