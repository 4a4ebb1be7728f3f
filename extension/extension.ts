/** Activation: what there is, wired together, and what an earlier window left behind. The parts do the work. */
import * as vscode from "vscode";
import { keepEnginesIn } from "./childEnvironment";
import { registerCommands } from "./commands";
import { inspectorViewType } from "./inspector";
import { languageId, registerLanguage, sweepLanguageId } from "./language";
import { offerLeftBehind } from "./leftBehind";
import { createServices, type Services } from "./services";
import { onDidChangeMaximumRuns } from "./settings";
import { sweepViewType } from "./sweeps";
import { tellEndings } from "./endings";
import { ExperimentCodeLenses, SweepCodeLenses } from "./views";

/** For tests and benchmarks. */
export interface Api {
  /** Milliseconds that activation took. */
  readonly activationTime: number;
  readonly services: Services;
}

let services: Services | undefined;

export function activate(context: vscode.ExtensionContext): Api {
  const began = performance.now();
  keepEnginesIn(vscode.Uri.joinPath(context.globalStorageUri, "engines").fsPath);
  const made = createServices(context);
  services = made;
  const { supervisor, inspectors, sweepPanels } = made;
  context.subscriptions.push(
    registerCommands(made),
    vscode.window.registerWebviewPanelSerializer(inspectorViewType, inspectors),
    vscode.window.registerWebviewPanelSerializer(sweepViewType, sweepPanels),
    lenses(made),
    onDidChangeMaximumRuns(() => supervisor.launchNext()),
    tellEndings(made),
    followContexts(made),
  );
  registerLanguage(context, (document) => sweepProblems(made, document));
  void offerLeftBehind(made);
  return { activationTime: performance.now() - began, services: made };
}

/** Runs and sweeps are stopped in good order, so that they can be resumed. */
export async function deactivate(): Promise<void> {
  await Promise.all([services?.supervisor.leave(), services?.sweeps.leave()]);
}

function lenses({ files, runs, sweepFiles, sweeps }: Services): vscode.Disposable {
  const ofExperiments = new ExperimentCodeLenses(files, runs);
  const ofSweeps = new SweepCodeLenses(sweepFiles, sweeps);
  const { registerCodeLensProvider } = vscode.languages;
  return vscode.Disposable.from(
    ...[ofExperiments, registerCodeLensProvider({ language: languageId }, ofExperiments)],
    ...[ofSweeps, registerCodeLensProvider({ language: sweepLanguageId }, ofSweeps)],
  );
}

/** None where the reading thread fails: that is its own trouble, and no fault of the text. */
async function sweepProblems({ sweepFiles, log }: Services, document: vscode.TextDocument) {
  try {
    return (await sweepFiles.check(document)).problems;
  } catch (error) {
    log.error(`${document.uri.fsPath}: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

/** What menus and welcome texts ask for. */
function followContexts({ runs, supervisor, files, sweeps }: Services): vscode.Disposable {
  const shown = new Map<string, boolean>();
  const set = (key: string, value: boolean) => {
    if (shown.get(key) === value) return;
    shown.set(key, value);
    void vscode.commands.executeCommand("setContext", `inductionLab.${key}`, value);
  };
  const look = () => {
    const { runs: going } = supervisor;
    set(
      "running",
      going.some(({ state }) => state === "running" || state === "starting"),
    );
    set(
      "paused",
      going.some(({ state }) => state === "paused" || state === "queued"),
    );
    set("hasRuns", runs.any);
    const { all } = sweeps;
    set("hasSweeps", all.length > 0);
    set(
      "sweeping",
      all.some(({ steeredBy }) => steeredBy === "thisWindow"),
    );
  };
  void files.load().then(() => set("ready", true));
  void runs.index.load();
  void sweeps.index.load();
  look();
  return vscode.Disposable.from(runs.onDidChange(look), supervisor.onDidEnd(look), sweeps.onDidChange(look));
}
