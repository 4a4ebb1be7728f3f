/** The line over a sweep file: run it, of how many runs it is made, and how its last sweep came out. */
import * as vscode from "vscode";
import type { SweepFiles, SweepView, WorkspaceSweeps } from "../sweeps";
import { grouped } from "../words";

/** Milliseconds between two looks at a sweep that goes on. */
const interval = 1_000;

export class SweepCodeLenses implements vscode.CodeLensProvider {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly files: SweepFiles,
    private readonly sweeps: WorkspaceSweeps,
  ) {
    const look = () => {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#changed.fire();
      }, interval);
    };
    this.#subscriptions = vscode.Disposable.from(
      sweeps.onDidChange(look),
      files.onDidChange(look),
      vscode.workspace.onDidGrantWorkspaceTrust(look),
    );
  }

  async provideCodeLenses({ uri }: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const top = new vscode.Range(0, 0, 0, 0);
    // Without arguments, which VS Code forgets when lenses are drawn anew: a click makes their editor the active one.
    const lens = (title: string, command: string) => new vscode.CodeLens(top, { title, command });
    await Promise.all([this.files.load(), this.sweeps.index.load()]);
    const file = this.files.files.find((one) => one.uri.toString() === uri.toString());
    const [directory] = this.sweeps.byFile(this.files.files).get(uri.toString()) ?? [];
    const last = directory === undefined ? undefined : this.sweeps.get(directory);
    const runs = file && file.members > 0 ? ` (${vscode.l10n.t("{0} runs", grouped(file.members))})` : "";
    const running = vscode.workspace.isTrusted
      ? lens(`$(play) ${vscode.l10n.t("Run Sweep")}${runs}`, "inductionLab.runSweep")
      : lens(`$(shield) ${vscode.l10n.t("Trust this workspace to train")}`, "workbench.trust.manage");
    return last ? [running, lens(lastSweepText(last), "inductionLab.openLastSweep")] : [running];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }
}

function lastSweepText({ state, done, failed, members }: SweepView): string {
  const ended = vscode.l10n.t("{0} of {1}", grouped(done + failed), grouped(members));
  const failures = failed > 0 ? `, ${vscode.l10n.t("{0} failed", grouped(failed))}` : "";
  return state === "running"
    ? vscode.l10n.t("goes on: {0}{1}", ended, failures)
    : vscode.l10n.t("last sweep: {0}{1}", ended, failures);
}
