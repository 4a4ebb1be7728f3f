/** Runs and sweeps that went on when the window was closed or reloaded: found, named, and offered to go on. */
import path from "node:path";
import * as vscode from "vscode";
import { resumeFolder, type RunView } from "./runs";
import type { Services } from "./services";
import type { RunRequest } from "./supervisor";
import type { SweepView } from "./sweeps";

/** Milliseconds that workers of a closed window get to end. */
const patience = 8_000;
const lookInterval = 200;

export async function offerLeftBehind(services: Services): Promise<void> {
  // What may not go on now is offered when the workspace is trusted.
  if (!vscode.workspace.isTrusted) return;
  void offerSweeps(services);
  for (const { requests, forget } of (await services.goingOn?.leftBehind()) ?? []) {
    const offers = (await Promise.all(requests.map((request) => offerOf(services, request)))).filter(
      (offer) => offer !== null,
    );
    if (offers.length > 0 && (await isWanted(offers))) for (const { start } of offers) start();
    await forget();
  }
}

/** What a window leaves behind has ended by now, or ends by itself within seconds: until then it is not stopped. */
async function offerSweeps({ sweeps }: Services): Promise<void> {
  const left = await sweeps.leftBehind(patience);
  const resume = ({ directory }: SweepView) =>
    void vscode.commands.executeCommand("inductionLab.resumeSweep", { directory });
  const offers = left.map((view) => ({ title: view.title, start: () => resume(view) }));
  if (offers.length > 0 && (await isWanted(offers))) for (const { start } of offers) start();
}

async function isWanted(offers: readonly Offer[]): Promise<boolean> {
  const names = offers.map(({ title }) => title).join(", ");
  const goOn = vscode.l10n.t("Resume");
  const choice = await vscode.window.showInformationMessage(
    offers.length === 1
      ? vscode.l10n.t("{0} was going on when this window was closed.", names)
      : vscode.l10n.t("{0} runs were going on when this window was closed: {1}.", offers.length, names),
    goOn,
    vscode.l10n.t("Not Now"),
  );
  return choice === goOn;
}

interface Offer {
  readonly title: string;
  readonly start: () => void;
}

/** Null where nothing is left to do: it came to its end meanwhile, or is gone. */
async function offerOf(services: Services, request: RunRequest): Promise<Offer | null> {
  const { task } = request;
  const title = path.basename(task.runDirectory);
  const view = await settled(services, task.runDirectory);
  // It waited in the queue and has no folder yet.
  if (!view) return task.kind === "train" ? { title, start: () => services.supervisor.start(request) } : null;
  const canGoOn = view.trainedBy === "nobody" && ["stopped", "interrupted", "paused"].includes(view.state);
  if (!canGoOn) return null;
  // An edit that had not been taken up yet is part of what was asked for.
  const edited = task.kind === "resume" && task.edited !== undefined;
  const { supervisor } = services;
  return { title, start: () => (edited ? supervisor.start(request) : resumeFolder(supervisor, view)) };
}

/** The run as it stands when the worker that was told to stop has ended. */
async function settled({ index, runs }: Services, directory: string): Promise<RunView | undefined> {
  for (const until = Date.now() + patience; ;) {
    await index.refresh(directory);
    const view = runs.get(directory);
    if (view?.trainedBy !== "elsewhere" || Date.now() > until) return view;
    await new Promise((resolve) => setTimeout(resolve, lookInterval));
  }
}
