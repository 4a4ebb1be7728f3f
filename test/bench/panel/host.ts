/**
 * The part of the panel's benchmark that runs inside the extension host: trains the paper's experiment, with the
 * inspector in sight and without, in turns, and prints what it measured as one line.
 */
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { presets } from "../../../core/config";
import type { Api } from "../../../extension/extension";
import { writeMeasures, type Measures, type Turn } from "./measures";

/** Milliseconds of a turn, and turns of each kind. */
const turnTime = 4_000;
const turns = 4;

export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension<Api>("induction-lab.induction-lab");
  if (!extension) throw new Error("the extension is not installed");
  const api = await extension.activate();
  const activation = { load: loadTime(extension), own: api.activationTime };
  const settings = vscode.workspace.getConfiguration("inductionLab");
  await settings.update("openInspectorOnRun", false, vscode.ConfigurationTarget.Global);
  const idle = await eventLoop(() => delay(turnTime));
  const groups: Measures["groups"] = [await measure(api, 1), await measure(api, 2)];
  console.log(writeMeasures({ activation, idle, groups }));
}

/** Milliseconds that the program takes to load: once more, since VS Code has loaded it before anyone could look. */
function loadTime({ extensionPath, packageJSON }: vscode.Extension<Api>): number {
  const { main } = packageJSON as { readonly main: string };
  const load = createRequire(path.join(extensionPath, "package.json"));
  const file = load.resolve(`./${main}`);
  const times = Array.from({ length: 5 }, () => {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- how Node forgets a module
    delete load.cache[file];
    const began = performance.now();
    load(file);
    return performance.now() - began;
  });
  return times.toSorted((a, b) => a - b)[2];
}

async function measure(api: Api, threads: number): Promise<Measures["groups"][number]> {
  const { supervisor, inspectors } = api.services;
  const directory = await begin(threads);
  const trained = supervisor.get(directory);
  if (!trained) throw new Error("the run has ended already");
  await trained.begun();
  // The first steps are recorded one by one, and everything warms up.
  await delay(turnTime);
  const seen: Turn[] = [];
  const unseen: Turn[] = [];
  const taken: Turn[] = [];
  const latencies: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    unseen.push(await takeTurn(() => trained.progress?.step ?? 0));
    const watching = trained.watch((_, drawn) => drawn());
    taken.push(await takeTurn(() => trained.progress?.step ?? 0));
    watching.dispose();
    const inspector = inspectors.open({ main: directory, ghost: null, compared: [] }, vscode.ViewColumn.One);
    await delay(turnTime / 2);
    const before = inspector.latencies.milliseconds.length;
    seen.push(await takeTurn(() => trained.progress?.step ?? 0));
    latencies.push(...inspector.latencies.milliseconds.slice(before));
    inspector.panel.dispose();
    await delay(turnTime / 4);
  }
  trained.stop();
  await trained.ended;
  return {
    threads,
    seen,
    unseen,
    taken,
    latencies,
    framesPerSecond: (latencies.length / turns / turnTime) * 1000,
  };
}

async function begin(threads: number): Promise<string> {
  const preset = presets.find(({ id }) => id === "paper-simultaneous");
  const folder = vscode.workspace.workspaceFolders?.[0].uri.fsPath;
  if (!preset || folder === undefined) throw new Error("there is no preset or no workspace");
  const [stage] = preset.experiment.training?.stages ?? [];
  const experiment = {
    ...preset.experiment,
    name: `bench-${threads}`,
    training: { stages: [{ ...stage, steps: 100_000_000 }] },
    engine: { kind: "cpu", threads },
  };
  const file = path.join(folder, `bench-${threads}.induction.json`);
  await writeFile(file, JSON.stringify(experiment));
  const directory = await vscode.commands.executeCommand<string | undefined>(
    "inductionLab.run",
    vscode.Uri.file(file),
  );
  if (directory === undefined) throw new Error("the run was refused");
  return directory;
}

async function takeTurn(step: () => number): Promise<Turn> {
  const [from, began] = [step(), performance.now()];
  const loop = await eventLoop(() => delay(turnTime));
  return { stepsPerSecond: ((step() - from) / (performance.now() - began)) * 1000, loop };
}

/** How late the host's event loop was while `work` went on, in milliseconds. */
async function eventLoop(work: () => Promise<unknown>): Promise<Turn["loop"]> {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  await work();
  histogram.disable();
  const milliseconds = (nanoseconds: number) => nanoseconds / 1e6;
  return { p99: milliseconds(histogram.percentile(99)), max: milliseconds(histogram.max) };
}
