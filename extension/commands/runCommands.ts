/** Running experiments, and steering runs. */
import * as vscode from "vscode";
import { readExperiment } from "../experiments";
import { beginRun, resumeFolder, type RunView } from "../runs";
import type { Services } from "../services";
import { opensInspectorOnRun } from "../settings";
import { refuseUntrusted } from "../trust";
import type { TrainedRun } from "../supervisor";
import { chooseChanges } from "./chooseChanges";
import { CommandError, type Commands } from "./register";
import { experimentTarget, runTarget } from "./targets";

export function runCommands(services: Services): Commands {
  return {
    run: async (target) => {
      const uri = await experimentTarget(services, target);
      return uri && run(services, uri, []);
    },
    runWithChanges: async (target) => {
      const uri = await experimentTarget(services, target);
      const changes = uri && (await chooseChanges(uri));
      return uri && changes && run(services, uri, changes);
    },
    pause: (target, selection) =>
      forEach(target, selection, async (one) => (await trainedTarget(services, one, "running"))?.pause()),
    resume: (target, selection) => forEach(target, selection, (one) => resume(services, one)),
    stop: (target, selection) =>
      forEach(target, selection, async (one) => (await trainedTarget(services, one, "going"))?.stop()),
    resumeFromCheckpoint: async (target) => resumeFromCheckpoint(services, target),
  };
}

/** With every run that is selected in the tree, or with the one that is meant. @returns what the last came to */
async function forEach<T>(
  target: unknown,
  selection: unknown,
  work: (target: unknown) => Promise<T>,
): Promise<T | undefined> {
  const several = Array.isArray(selection) && selection.length > 1;
  let last: T | undefined;
  for (const one of several ? selection : [target]) last = await work(one);
  return last;
}

/** Trains the file as it stands in the editor. @returns the run's folder, undefined where the file has faults */
async function run(
  services: Services,
  uri: vscode.Uri,
  overrides: readonly string[],
): Promise<string | undefined> {
  refuseUntrusted();
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.isDirty) await document.save();
  const read = await readExperiment(uri, overrides);
  if (!read.ok) {
    await tellFaults(uri, read.problems);
    return undefined;
  }
  const trained = await beginRun(services.supervisor, read);
  if (!services.retrain.adopt(uri, trained.directory)) show(services, trained.directory);
  return trained.directory;
}

async function resume(services: Services, target: unknown): Promise<string | undefined> {
  refuseUntrusted();
  const view = await runTarget(services, target, {
    title: vscode.l10n.t("Which run is to go on?"),
    fits: ({ state, trainedBy }) =>
      trainedBy === "thisWindow" ? state === "paused" : trainedBy === "nobody" && resumable.has(state),
    none: vscode.l10n.t("No run is paused, stopped or interrupted."),
  });
  if (!view) return undefined;
  const trained = services.supervisor.get(view.directory);
  if (trained?.state === "queued")
    throw new CommandError(vscode.l10n.t("{0} {1}.", view.title, view.sentence));
  if (trained && trained.state !== "stopping") {
    trained.resume();
    return view.directory;
  }
  await trained?.ended;
  if (view.trainedBy === "elsewhere") throw new CommandError(foreignText(view));
  resumeFolder(services.supervisor, view);
  show(services, view.directory);
  return view.directory;
}

const resumable: ReadonlySet<string> = new Set(["paused", "stopped", "failed", "interrupted"]);

async function resumeFromCheckpoint(services: Services, target: unknown): Promise<void> {
  refuseUntrusted();
  const view = await runTarget(services, target, { title: "", fits: () => false, none: "" });
  const step =
    typeof target === "object" && target !== null && "step" in target && typeof target.step === "number"
      ? target.step
      : undefined;
  if (!view || step === undefined) return;
  if (view.trainedBy === "elsewhere") throw new CommandError(foreignText(view));
  const goOn = vscode.l10n.t("Resume from Step {0}", step);
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t("Resume {0} from step {1}?", view.title, step),
    { modal: true, detail: vscode.l10n.t("What was recorded after that step is removed from the run.") },
    goOn,
  );
  if (choice !== goOn) return;
  const trained = services.supervisor.get(view.directory);
  trained?.stop();
  await trained?.ended;
  resumeFolder(services.supervisor, view, step);
  show(services, view.directory);
}

/** A run of this window's, going on as the command needs it. */
async function trainedTarget(
  services: Services,
  target: unknown,
  wanted: "running" | "going",
): Promise<TrainedRun | undefined> {
  const view = await runTarget(services, target, {
    title: vscode.l10n.t("Which run?"),
    fits: ({ state, trainedBy }) =>
      trainedBy === "thisWindow" && (wanted === "going" || state === "running" || state === "starting"),
    none: vscode.l10n.t("No run goes on in this window."),
  });
  if (!view) return undefined;
  if (view.trainedBy === "elsewhere") throw new CommandError(foreignText(view));
  const trained = services.supervisor.get(view.directory);
  if (!trained) throw new CommandError(vscode.l10n.t("{0} does not go on: {1}.", view.title, view.sentence));
  return trained;
}

function foreignText({ title }: RunView): string {
  return vscode.l10n.t(
    "{0} is trained by another window or program, which alone can steer it. Here it can be watched.",
    title,
  );
}

/** In an inspector beside, if the settings want it and none shows the run already. */
function show({ inspectors }: Services, directory: string): void {
  if (!opensInspectorOnRun() || inspectors.all.some(({ shown }) => shown.main === directory)) return;
  inspectors.open({ main: directory, ghost: null, compared: [] }, vscode.ViewColumn.Beside, true);
}

async function tellFaults(uri: vscode.Uri, problems: readonly string[]): Promise<void> {
  const look = vscode.l10n.t("Show Problems");
  const more = problems.length > 1 ? vscode.l10n.t(" (and {0} more)", problems.length - 1) : "";
  const choice = await vscode.window.showErrorMessage(
    vscode.l10n.t("The experiment has faults, so nothing trains. {0}{1}", problems[0], more),
    look,
  );
  if (choice !== look) return;
  await vscode.window.showTextDocument(uri);
  await vscode.commands.executeCommand("workbench.actions.view.problems");
}
