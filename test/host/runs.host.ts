/** Runs in a real extension host: the queue, thousands of runs in the tree, renaming, deleting, closing windows. */
import assert from "node:assert/strict";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, it, before, afterEach } from "mocha";
import * as vscode from "vscode";
import { listRun } from "../../core/runs";
import type { Api } from "../../extension/extension";

const folder = () => {
  const first = vscode.workspace.workspaceFolders?.[0];
  assert.ok(first);
  return first.uri.fsPath;
};
const runsFolder = () => path.join(folder(), "runs");

async function api(): Promise<Api> {
  const extension = vscode.extensions.getExtension<Api>("induction-lab.induction-lab");
  assert.ok(extension);
  return extension.activate();
}

async function until<T>(look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  for (let tries = 0; tries < 600; tries++) {
    const found = await look();
    if (found) return found;
    await delay(100);
  }
  throw new Error(`never came about: ${String(look)}`);
}

async function experiment(name: string, steps: number): Promise<vscode.Uri> {
  const file = path.join(folder(), `${name}.induction.json`);
  const content = {
    name,
    data: { sequenceLength: 30, trainSequences: 100, validationSequences: 20 },
    training: { stages: [{ train: ["coefficients", "rpe", "scale"], steps }] },
    engine: { threads: 1 },
  };
  await writeFile(file, JSON.stringify(content, null, 2));
  return vscode.Uri.file(file);
}

/** Starts it and returns the run's folder. */
async function run(uri: vscode.Uri): Promise<string> {
  const directory = await vscode.commands.executeCommand<string | undefined>("inductionLab.run", uri);
  assert.ok(directory, "the run was not begun");
  return directory;
}

const endless = 1e8;

describe("Runs", () => {
  before(async () => {
    const settings = vscode.workspace.getConfiguration("inductionLab");
    await settings.update("openInspectorOnRun", false, vscode.ConfigurationTarget.Global);
  });

  afterEach(async () => {
    const { services } = await api();
    for (const trained of services.supervisor.runs) trained.stop();
    await until(() => services.supervisor.runs.length === 0);
  });

  it("beyond the limit wait in a queue, in the order in which they were asked for", async () => {
    const { services } = await api();
    const directories: string[] = [];
    for (const name of ["q1", "q2", "q3", "q4"]) directories.push(await run(await experiment(name, endless)));
    const states = () => directories.map((directory) => services.runs.get(directory)?.state);
    await until(() => states()[0] === "running" && states()[1] === "running");
    assert.deepEqual(states(), ["running", "running", "queued", "queued"]);
    await vscode.commands.executeCommand("inductionLab.stop", { directory: directories[0] });
    await until(() => states()[2] === "running");
    assert.equal(states()[3], "queued");
    await vscode.commands.executeCommand("inductionLab.stop", { directory: directories[3] });
    await until(() => services.supervisor.get(directories[3]) === undefined);
    assert.equal(
      await listRun(directories[3]),
      undefined,
      "a run taken out of the queue has left nothing on disk",
    );
  });

  it("end as done, and the tree shows them under their experiment with their checkpoints", async () => {
    const { services } = await api();
    const uri = await experiment("short", 300);
    const directory = await run(uri);
    await until(() => services.runs.get(directory)?.state === "done");
    const roots = await services.tree.getChildren();
    const node = roots.find(
      (root) => root.kind === "experiment" && root.file.uri.toString() === uri.toString(),
    );
    assert.ok(node);
    const [first] = await services.tree.getChildren(node);
    assert.ok(first.kind === "run" && first.directory === directory);
    assert.match(String(services.tree.getTreeItem(first).description), /^done/);
    const checkpoints = await services.tree.getChildren(first);
    assert.deepEqual(
      checkpoints.map((one) => one.kind === "checkpoint" && one.step),
      [300, 0],
    );
  });

  it("by the thousand are shown a hundred at a time, and asking for more brings more", async () => {
    const { services } = await api();
    const uri = await experiment("many", 20);
    const original = await run(uri);
    await until(() => services.runs.get(original)?.state === "done");
    const manifest = JSON.parse(await readFile(path.join(original, "run.json"), "utf8")) as object;
    const copies = Array.from({ length: 2_000 }, (_, index) => path.join(runsFolder(), `many-copy-${index}`));
    try {
      for (const copy of copies) {
        await mkdir(copy);
        await cp(path.join(original, "run.json"), path.join(copy, "run.json"));
      }
      assert.ok("createdAt" in manifest);
      await vscode.commands.executeCommand("inductionLab.refresh");
      const node = (await services.tree.getChildren()).find(
        (root) => root.kind === "experiment" && root.file.uri.toString() === uri.toString(),
      );
      assert.ok(node);
      const shown = await services.tree.getChildren(node);
      const more = shown.at(-1);
      assert.equal(shown.length, 101);
      assert.ok(more?.kind === "more" && more.hidden === 1_901);
      services.tree.showMore(more);
      assert.equal((await services.tree.getChildren(node)).length, 201);
    } finally {
      await Promise.all(copies.map((copy) => rm(copy, { recursive: true })));
      await vscode.commands.executeCommand("inductionLab.refresh");
    }
  });

  it("that another program begins, changes or deletes are seen by themselves", async () => {
    const { services } = await api();
    const original = await run(await experiment("watched", 20));
    await until(() => services.runs.get(original)?.state === "done");
    const copy = path.join(runsFolder(), "from-elsewhere");
    await mkdir(copy);
    await cp(path.join(original, "run.json"), path.join(copy, "run.json"));
    await until(() => services.runs.get(copy)?.state === "done");
    await writeFile(path.join(copy, "run.json"), "{");
    await until(() => services.runs.get(copy)?.state === "damaged");
    await rm(copy, { recursive: true });
    await until(() => services.runs.get(copy) === undefined);
  });

  it("of a window that closes are stopped in good order and offered again", async () => {
    const { services } = await api();
    const directory = await run(await experiment("left", endless));
    await until(() => (services.runs.get(directory)?.step ?? 0) > 100);
    const trained = services.supervisor.get(directory);
    assert.ok(trained);
    await trained.leave();
    const listing = await listRun(directory);
    assert.ok(listing?.kind === "run");
    assert.equal(listing.description.state, "stopped");
    assert.ok(listing.manifest.step > 100);
  });
});
