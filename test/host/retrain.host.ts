/** Editing beside the inspector, faster than runs begin: what trains in the end, and that nothing else does. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, it, before, afterEach } from "mocha";
import * as vscode from "vscode";
import { encodeNpy } from "../../core/data";
import type { RunView } from "../../extension/runs";
import { hasEnded } from "../processes";
import { endless, folder, keepInspectorsClosed, servicesOf, stopAll, until } from "./live";

interface Edited {
  readonly seed?: number;
  readonly learningRate?: number;
  readonly steps?: number;
  readonly dataFile?: string;
}

function text(name: string, { seed = 0, learningRate = 0.1, steps = endless, dataFile }: Edited): string {
  const content = {
    name,
    seed,
    data: dataFile
      ? { kind: "file", path: dataFile, alphabetSize: 3 }
      : { sequenceLength: 30, trainSequences: 100, validationSequences: 20 },
    training: { stages: [{ train: ["coefficients", "rpe", "scale"], steps, learningRate }] },
    engine: { threads: 1 },
  };
  return JSON.stringify(content, null, 2);
}

/** An experiment file, open beside the inspector of its first run. */
async function sideBySide(name: string, edited: Edited): Promise<vscode.TextDocument> {
  const uri = vscode.Uri.file(path.join(folder(), `${name}.induction.json`));
  await writeFile(uri.fsPath, text(name, edited));
  await vscode.commands.executeCommand("inductionLab.editAndRetrain", uri);
  return vscode.workspace.openTextDocument(uri);
}

/** Another text, saved: what a person does, only faster. */
async function saveAs(document: vscode.TextDocument, newText: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), newText);
  assert.ok(await vscode.workspace.applyEdit(edit));
  assert.ok(await document.save());
}

/** All runs of that name, the newest first. */
async function runsOf(name: string): Promise<readonly RunView[]> {
  const services = await servicesOf();
  return services.runs.all.filter((run) => run.name === name);
}

/** The only run of that name that goes on, when it has taken steps. */
async function living(name: string): Promise<RunView> {
  return until(async () => {
    const going = (await runsOf(name)).filter(({ trainedBy }) => trainedBy === "thisWindow");
    return going.length === 1 && going[0].state === "running" && going[0].step > 0 && going[0];
  });
}

/** What the run in `directory` trains, by its own words. */
async function configOf(directory: string) {
  // Written by core/runs from an experiment.
  return JSON.parse(await readFile(path.join(directory, "config.json"), "utf8")) as {
    seed: number;
    training: { stages: readonly [{ learningRate: number; steps: number }] };
  };
}

const isAlive = (pid: number) => !hasEnded(pid);

describe("Edit and Retrain", () => {
  const pids = new Set<number>();

  before(async () => {
    const services = await servicesOf();
    services.supervisor.onDidChange(({ pid }) => {
      if (pid !== undefined) pids.add(pid);
    });
    await keepInspectorsClosed();
  });

  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await stopAll();
    await until(() => [...pids].every((pid) => !isAlive(pid)));
  });

  it("after ten quick edits that each need a new run has one that trains the last, and no other process", async () => {
    const services = await servicesOf();
    const document = await sideBySide("quick", { seed: 0 });
    for (let seed = 1; seed <= 10; seed++) await saveAs(document, text("quick", { seed }));
    const run = await until(async () => {
      const newest = await living("quick");
      return (await configOf(newest.directory)).seed === 10 && newest;
    });
    const processOf = services.supervisor.get(run.directory)?.pid;
    await until(() => [...pids].filter(isAlive).length === 1);
    assert.deepEqual([...pids].filter(isAlive), [processOf]);
    const others = (await runsOf("quick")).filter(({ directory }) => directory !== run.directory);
    assert.ok(others.length > 0);
    assert.deepEqual(new Set(others.map(({ state }) => state)), new Set(["stopped"]));
    assert.equal(services.inspectors.of(run.directory)?.shown.main, run.directory);
  });

  it("after ten quick edits that a run can go on with has the one run, which goes on with the last", async () => {
    const services = await servicesOf();
    const document = await sideBySide("gentle", { learningRate: 0.1 });
    const { directory } = await living("gentle");
    for (let count = 1; count <= 10; count++) {
      await saveAs(document, text("gentle", { learningRate: count }));
    }
    await until(async () => (await configOf(directory)).training.stages[0].learningRate === 10);
    assert.equal((await living("gentle")).directory, directory);
    assert.equal((await runsOf("gentle")).length, 1);
    await until(() => services.runs.get(directory)?.edits.at(-1)?.words[0]?.includes("→ 10 in stage I"));
    await until(() => [...pids].filter(isAlive).length === 1);
  });

  it("keeps a run paused that a person has paused, however quickly it is edited", async () => {
    const services = await servicesOf();
    const document = await sideBySide("held", { learningRate: 0.1 });
    const { directory } = await living("held");
    services.supervisor.get(directory)?.pause();
    await until(() => services.runs.get(directory)?.state === "paused");
    const step = services.runs.get(directory)?.step;
    for (let count = 1; count <= 5; count++) {
      await saveAs(document, text("held", { learningRate: count }));
    }
    await until(async () => (await configOf(directory)).training.stages[0].learningRate === 5);
    await until(() => services.runs.get(directory)?.state === "paused");
    assert.equal(services.runs.get(directory)?.step, step);
    for (let seed = 1; seed <= 5; seed++) await saveAs(document, text("held", { seed }));
    const anew = await until(async () => {
      const [newest] = await runsOf("held");
      return newest.state === "paused" && (await configOf(newest.directory)).seed === 5 && newest;
    });
    assert.equal(anew.step, 0);
  });

  it("takes up an edit while the run is starting", async () => {
    const services = await servicesOf();
    const document = await sideBySide("early", { seed: 1 });
    const [first] = services.supervisor.runs;
    assert.equal(first.state, "starting");
    await saveAs(document, text("early", { seed: 2 }));
    const run = await until(async () => {
      const newest = await living("early");
      return (await configOf(newest.directory)).seed === 2 && newest;
    });
    assert.notEqual(run.directory, first.directory);
    assert.equal(services.supervisor.get(first.directory), undefined);
  });

  it("takes up an edit while the run is in the queue, where it stays", async () => {
    const services = await servicesOf();
    for (const name of ["ahead1", "ahead2"]) {
      const uri = vscode.Uri.file(path.join(folder(), `${name}.induction.json`));
      await writeFile(uri.fsPath, text(name, {}));
      await vscode.commands.executeCommand("inductionLab.run", uri);
      await living(name);
    }
    const document = await sideBySide("waiting", { learningRate: 0.1 });
    const queued = () => services.supervisor.runs.filter(({ state }) => state === "queued");
    assert.equal(queued().length, 1);
    await saveAs(document, text("waiting", { learningRate: 0.2 }));
    // Within a second it may have the name of the one whose place it took.
    const rateOf = ({ request: { task } }: ReturnType<typeof queued>[number]) =>
      task.kind === "train" && task.experiment.training.stages[0].learningRate;
    await until(() => queued().map(rateOf).join() === "0.2");
    await saveAs(document, text("waiting", { learningRate: 0.3, seed: 1 }));
    await until(() => {
      const [{ request }] = queued().length === 1 ? queued() : [{ request: undefined }];
      return request?.task.kind === "train" && request.task.experiment.seed === 1;
    });
    assert.equal(services.supervisor.runs.length, 3);
    const [ahead] = await runsOf("ahead1");
    await vscode.commands.executeCommand("inductionLab.stop", { directory: ahead.directory });
    const run = await living("waiting");
    assert.equal((await configOf(run.directory)).training.stages[0].learningRate, 0.3);
    assert.equal((await runsOf("waiting")).length, 1, "nothing is left of the versions that never trained");
  });

  it("starts anew where a data file has other sequences than the run was trained on", async () => {
    const services = await servicesOf();
    const data = path.join(folder(), "sequences.npy");
    const write = (shift: number) =>
      writeFile(
        data,
        encodeNpy(
          Uint8Array.from({ length: 800 }, (_, index) => ((index * index + shift) >> 2) % 3),
          [40, 20],
        ),
      );
    await write(0);
    const edited = { dataFile: "sequences.npy" };
    const document = await sideBySide("filed", { ...edited, learningRate: 0.1 });
    const { directory } = await living("filed");
    await saveAs(document, text("filed", { ...edited, learningRate: 0.2 }));
    await until(async () => (await configOf(directory)).training.stages[0].learningRate === 0.2);
    assert.equal((await living("filed")).directory, directory, "the same file: the run goes on");
    await write(5);
    await saveAs(document, text("filed", { ...edited, learningRate: 0.3 }));
    const anew = await until(async () => {
      const newest = await living("filed");
      return newest.directory !== directory && newest;
    });
    assert.equal((await configOf(anew.directory)).training.stages[0].learningRate, 0.3);
    assert.equal((await configOf(directory)).training.stages[0].learningRate, 0.2);
    assert.equal(services.runs.get(directory)?.state, "stopped");
    assert.equal(services.inspectors.of(anew.directory)?.shown.ghost, directory);
  });

  it("goes on with the run once a data file that could not be read is whole again", async () => {
    const services = await servicesOf();
    const data = path.join(folder(), "torn.npy");
    const whole = encodeNpy(
      Uint8Array.from({ length: 800 }, (_, index) => ((index * 7) >> 2) % 3),
      [40, 20],
    );
    await writeFile(data, whole);
    const edited = { dataFile: "torn.npy" };
    const document = await sideBySide("torn", { ...edited, learningRate: 0.1 });
    const { directory } = await living("torn");
    await writeFile(data, whole.subarray(0, 300));
    await saveAs(document, text("torn", { ...edited, learningRate: 0.2 }));
    await until(() => services.runs.get(directory)?.state === "stopped");
    await until(() => services.supervisor.runs.length === 0);
    await writeFile(data, whole);
    await saveAs(document, text("torn", { ...edited, learningRate: 0.3 }));
    assert.equal((await living("torn")).directory, directory);
    assert.equal((await configOf(directory)).training.stages[0].learningRate, 0.3);
  });
});
