/** Runs in a real extension host: the queue, thousands of runs in the tree, renaming, deleting, closing windows. */
import assert from "node:assert/strict";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, it, before, afterEach } from "mocha";
import * as vscode from "vscode";
import { listRun } from "../../core/runs";
import { writeStudy } from "../../core/studies";
import {
  doneRun,
  endless,
  experiment,
  folder,
  keepInspectorsClosed,
  run,
  servicesOf,
  stopAll,
  until,
} from "./live";

const runsFolder = () => path.join(folder(), "runs");

describe("Runs", () => {
  before(keepInspectorsClosed);
  afterEach(stopAll);

  it("beyond the limit wait in a queue, in the order in which they were asked for", async () => {
    const services = await servicesOf();
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
    const services = await servicesOf();
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

  it("in which something is found say so in the tree, how much in the row and what in its tooltip", async () => {
    const services = await servicesOf();
    const quiet = await doneRun("quiet", 300);
    // Nobody can learn anything from chains that are all alike.
    const directory = await run(await experiment("found", 20, { data: { prior: { alpha: 100 } } }));
    const node = { kind: "run", directory } as const;
    await until(() => services.runs.get(directory)?.diagnosis);
    const item = services.tree.getTreeItem(node);
    assert.match(String(item.description), /^done · [\d.]+ · \d findings?$/);
    const { value } = services.tree.resolveTreeItem(item, node).tooltip as vscode.MarkdownString;
    assert.match(value, /\| diagnosis \| .*The training loss has hardly improved/);
    await writeStudy(directory, "diagnosis", { step: 1, findings: [], notes: [] });
    await until(() => services.runs.get(directory)?.diagnosis?.findings.length === 0);
    assert.match(String(services.tree.getTreeItem(node).description), /^done · [\d.]+$/);
    assert.ok(services.runs.get(quiet)?.diagnosis, "every run is diagnosed when it has ended");
  });

  it("by the thousand are shown a hundred at a time, and asking for more brings more", async () => {
    const services = await servicesOf();
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
    const services = await servicesOf();
    const original = await doneRun("watched", 20);
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
    const services = await servicesOf();
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
