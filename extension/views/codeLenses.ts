/** The line over an experiment file: run it, edit it beside the inspector, and how its last run came out. */
import * as vscode from "vscode";
import type { ExperimentFiles } from "../experiments";
import type { RunView, WorkspaceRuns } from "../runs";
import { grouped, lossText } from "../words";

/** Milliseconds between two looks at a run that goes on. */
const interval = 1_000;

export class ExperimentCodeLenses implements vscode.CodeLensProvider {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly files: ExperimentFiles,
    private readonly runs: WorkspaceRuns,
  ) {
    const look = () => {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#changed.fire();
      }, interval);
    };
    this.#subscriptions = vscode.Disposable.from(
      runs.onDidChange(look),
      files.onDidChange(look),
      vscode.workspace.onDidGrantWorkspaceTrust(look),
    );
  }

  async provideCodeLenses({ uri }: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const top = new vscode.Range(0, 0, 0, 0);
    // Without arguments, which VS Code forgets when lenses are drawn anew: a click makes their editor the active one.
    const lens = (title: string, command: string) => new vscode.CodeLens(top, { title, command });
    await Promise.all([this.files.load(), this.runs.index.load()]);
    const [directory] = this.runs.byExperiment(this.files.files).get(uri.toString()) ?? [];
    const last = directory === undefined ? undefined : this.runs.get(directory);
    const training = vscode.workspace.isTrusted
      ? [
          lens(`$(play) ${vscode.l10n.t("Run")}`, "inductionLab.run"),
          lens(
            `$(split-horizontal) ${vscode.l10n.t("Edit and Retrain Side by Side")}`,
            "inductionLab.editAndRetrain",
          ),
        ]
      : [lens(`$(shield) ${vscode.l10n.t("Trust this workspace to train")}`, "workbench.trust.manage")];
    if (!last) return training;
    return [...training, lens(lastRunText(last), "inductionLab.openLastRun")];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }
}

function lastRunText({ state, step, totalSteps, losses }: RunView): string {
  if (!losses) return vscode.l10n.t("last run: {0}", state);
  const loss = `${lossText(losses.first)} → ${lossText(losses.last)}`;
  return state === "done"
    ? vscode.l10n.t("last run: loss {0}", loss)
    : vscode.l10n.t("last run: {0} at {1}/{2}, loss {3}", state, grouped(step), grouped(totalSteps), loss);
}
