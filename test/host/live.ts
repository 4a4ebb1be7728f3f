/** What the suites in the extension host share: the extension's own services, experiments, runs, and waiting for things. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import type { Api } from "../../extension/extension";
import type { Services } from "../../extension/services";

/** Steps of a run that only ends when it is stopped. */
export const endless = 1e8;

/** The workspace's folder. */
export function folder(): string {
  const first = vscode.workspace.workspaceFolders?.[0];
  assert.ok(first);
  return first.uri.fsPath;
}

export async function servicesOf(): Promise<Services> {
  const extension = vscode.extensions.getExtension<Api>("induction-lab.induction-lab");
  assert.ok(extension);
  return (await extension.activate()).services;
}

/** What `look` finds, as soon as it finds something. @throws Error when a minute passes without */
export async function until<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  for (let tries = 0; tries < 600; tries++) {
    const found = await look();
    if (found) return found;
    await delay(100);
  }
  throw new Error(`never came about: ${String(look)}`);
}

export interface Changes {
  readonly data?: object;
  readonly training?: object;
}

/** A small experiment in the workspace's folder; a step takes about a tenth of a millisecond. */
export async function experiment(name: string, steps: number, changes: Changes = {}): Promise<vscode.Uri> {
  const file = path.join(folder(), `${name}.induction.json`);
  const content = {
    name,
    data: { sequenceLength: 30, trainSequences: 100, validationSequences: 20, ...changes.data },
    training: { stages: [{ train: ["coefficients", "rpe", "scale"], steps }], ...changes.training },
    engine: { threads: 1 },
  };
  await writeFile(file, JSON.stringify(content, null, 2));
  return vscode.Uri.file(file);
}

/** Starts it and returns the run's folder. */
export async function run(uri: vscode.Uri): Promise<string> {
  const directory = await vscode.commands.executeCommand<string | undefined>("inductionLab.run", uri);
  assert.ok(directory, "the run was not begun");
  return directory;
}

/** The folder of a run that has ended. */
export async function doneRun(name: string, steps: number): Promise<string> {
  const directory = await run(await experiment(name, steps));
  const { runs } = await servicesOf();
  await until(() => runs.get(directory)?.state === "done");
  return directory;
}

export async function stopAll(): Promise<void> {
  const { supervisor } = await servicesOf();
  for (const trained of supervisor.runs) trained.stop();
  await until(() => supervisor.runs.length === 0);
}

/** Runs are begun without a panel, so that a suite opens what it wants. */
export async function keepInspectorsClosed(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("inductionLab");
  await settings.update("openInspectorOnRun", false, vscode.ConfigurationTarget.Global);
}
