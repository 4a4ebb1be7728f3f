/** What the parts of the extension share while it is active: each thing made once, and owned by the activation. */
import path from "node:path";
import * as vscode from "vscode";
import { ExperimentFiles } from "./experiments";
import { Inspectors, type PanelRequest } from "./inspector";
import { RunReader } from "./reader";
import { LiveRetrain } from "./retrain";
import { RunIndex, WorkspaceRuns } from "./runs";
import { maximumRuns } from "./settings";
import { GoingOn, Supervisor } from "./supervisor";
import { SweepFiles, SweepIndex, SweepPanels, WorkspaceSweeps, type SweepPanelRequest } from "./sweeps";
import { ExperimentTree, RunStatusBar, type TreeNode } from "./views";

export interface Services {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly files: ExperimentFiles;
  readonly reader: RunReader;
  readonly index: RunIndex;
  readonly supervisor: Supervisor;
  /** Null where there is no workspace. */
  readonly goingOn: GoingOn | null;
  readonly runs: WorkspaceRuns;
  readonly inspectors: Inspectors;
  readonly retrain: LiveRetrain;
  readonly sweepFiles: SweepFiles;
  readonly sweeps: WorkspaceSweeps;
  readonly sweepPanels: SweepPanels;
  readonly tree: ExperimentTree;
  readonly treeView: vscode.TreeView<TreeNode>;
  readonly statusBar: RunStatusBar;
}

/** Everything that has an end ends with the context's subscriptions, the last made first. */
export function createServices(context: vscode.ExtensionContext): Services {
  const own = <T extends vscode.Disposable>(disposable: T): T => {
    context.subscriptions.push(disposable);
    return disposable;
  };
  const program = (name: string) => context.asAbsolutePath(`dist/${name}.cjs`);
  const log = own(vscode.window.createOutputChannel("Induction Lab", { log: true }));
  const memory = context.workspaceState;
  const files = own(new ExperimentFiles());
  const reader = own(new RunReader(program("reader")));
  const index = own(new RunIndex(reader, log));
  const storage = context.storageUri?.fsPath;
  const goingOn = storage === undefined ? null : new GoingOn(path.join(storage, "going-on"));
  const supervisor = own(new Supervisor({ program: program("worker"), log, goingOn, limit: maximumRuns }));
  const runs = own(new WorkspaceRuns(index, supervisor));
  const pageFolder = vscode.Uri.joinPath(context.extensionUri, "dist", "webview");
  const act = (message: PanelRequest, main: string) =>
    void vscode.commands.executeCommand("inductionLab.fromPanel", message, main);
  const inspectors = own(new Inspectors({ runs, supervisor, reader, log, pageFolder, act }));
  const retrain = own(new LiveRetrain({ files, runs, reader, supervisor, inspectors, log, memory }));
  const sweepFiles = own(new SweepFiles(reader));
  const sweepIndex = own(new SweepIndex(reader, log));
  const sweeps = own(new WorkspaceSweeps({ index: sweepIndex, program: program("cli"), log, memory }));
  const actOnSweep = (message: SweepPanelRequest, directory: string) =>
    void vscode.commands.executeCommand("inductionLab.fromSweepPanel", message, directory);
  const sweepPanels = new SweepPanels({ sweeps, reader, log, pageFolder, act: actOnSweep });
  const tree = own(new ExperimentTree({ files, runs, reader, sweepFiles, sweeps }));
  const treeView = own(
    vscode.window.createTreeView("inductionLab.experiments", {
      treeDataProvider: tree,
      canSelectMany: true,
      showCollapseAll: true,
    }),
  );
  const statusBar = own(new RunStatusBar(supervisor, runs));
  return {
    context,
    log,
    files,
    reader,
    index,
    supervisor,
    goingOn,
    runs,
    inspectors,
    retrain,
    sweepFiles,
    sweeps,
    sweepPanels,
    tree,
    treeView,
    statusBar,
  };
}
