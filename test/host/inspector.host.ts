/** What an inspector's page asks of the host: sequences of a run's data, files, and the report of a run. */
import assert from "node:assert/strict";
import { cp, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { drawSequences, encodeNpy } from "../../core/data";
import { writeStudy } from "../../core/studies";
import type { FromPanel, SequenceAnswer, SequencePlace, ToPanel } from "../../core/protocol";
import type { ShownRuns } from "../../extension/inspector/content";
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

const only = (main: string): ShownRuns => ({ main, ghost: null, compared: [] });

/** A panel whose page stands, and what it is told from now on. */
async function openPanel(directory: string) {
  const { inspectors } = await servicesOf();
  const inspector = inspectors.open(only(directory), vscode.ViewColumn.One);
  const { webview } = inspector.panel;
  const told: ToPanel[] = [];
  const post = webview.postMessage.bind(webview);
  webview.postMessage = (message: ToPanel) => {
    told.push(message);
    return post(message);
  };
  await until(() => told.some(({ kind }) => kind === "recording"));
  return { told, say: (message: FromPanel) => inspector.receive(message) };
}

const answersIn = (told: readonly ToPanel[]) =>
  told.flatMap((message) => (message.kind === "sequence" ? [message.sequence] : []));

/** Asks until there is an answer: the page asks for sequences too, and only who asked last is answered. */
function ask(
  { told, say }: Awaited<ReturnType<typeof openPanel>>,
  run: string,
  place: SequencePlace,
): Promise<SequenceAnswer> {
  told.length = 0;
  return until(() => {
    say({ kind: "sequence", run, place });
    return answersIn(told).find(({ set, index }) => set === place.set && index === place.index);
  });
}

/** Takes what a dialogue for a file proposes, until `isDone`. */
async function acceptUntil(isDone: () => Promise<boolean>): Promise<void> {
  await until(async () => {
    await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    await delay(300);
    return isDone();
  });
}

const isThere = (file: string) =>
  stat(file).then(
    ({ size }) => size > 0,
    () => false,
  );

describe("The inspector", () => {
  before(keepInspectorsClosed);
  afterEach(async () => {
    await vscode.commands.executeCommand("notifications.clearAll");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await stopAll();
  });

  it("is answered with the tokens that the run was trained on", async () => {
    const directory = await doneRun("traced", 20);
    const panel = await openPanel(directory);
    const law = { alphabetSize: 3, parents: [1, 2], sequenceLength: 30, prior: { alpha: 0.1, floor: 0 } };
    for (const [set, index, count] of [
      ["train", 0, 100],
      ["train", 99, 100],
      ["validation", 7, 20],
    ] as const) {
      const answer = await ask(panel, directory, { set, index });
      const { tokens } = await drawSequences({ ...law, initial: "uniform" }, 0, set, index, 1);
      assert.deepEqual(answer, { kind: "tokens", set, index, count, tokens });
    }
  });

  it("is told in words where there is no such sequence, or where its file is gone", async () => {
    const data = path.join(folder(), "looked-at.npy");
    const tokens = Uint8Array.from({ length: 800 }, (_, index) => ((index * index) >> 2) % 3);
    await writeFile(data, encodeNpy(tokens, [40, 20]));
    const source = { kind: "file", path: "looked-at.npy", alphabetSize: 3, validationSequences: 10 };
    const uri = vscode.Uri.file(path.join(folder(), "filed-away.induction.json"));
    const training = { stages: [{ train: ["scale"], steps: 10 }] };
    await writeFile(uri.fsPath, JSON.stringify({ name: "filed-away", data: source, training }));
    const directory = await run(uri);
    const { runs } = await servicesOf();
    await until(() => runs.get(directory)?.state === "done");
    const panel = await openPanel(directory);
    const held = async (index: number) => {
      const answer = await ask(panel, directory, { set: "validation", index });
      if (answer.kind === "scalars") throw new Error("tokens were asked for");
      return answer.kind === "problem" ? answer.problem : [...answer.tokens];
    };
    assert.deepEqual(await held(2), [...tokens.slice(32 * 20, 33 * 20)]);
    assert.match(String(await held(10)), /no validation sequence 10.*end with 9/);
    await rm(data);
    assert.match(String(await held(2)), /looked-at\.npy cannot be read.*Put it back/);
  });

  it("asking for many sequences quickly gets the last one alone, and nothing of runs that it does not show", async () => {
    const [directory, other] = [await doneRun("shown", 20), await doneRun("hidden", 20)];
    const panel = await openPanel(directory);
    await ask(panel, directory, { set: "train", index: 60 });
    const { told, say } = panel;
    say({ kind: "sequence", run: other, place: { set: "train", index: 70 } });
    for (let index = 10; index < 50; index++) {
      say({ kind: "sequence", run: directory, place: { set: "train", index } });
    }
    await ask(panel, directory, { set: "train", index: 99 });
    const seen = answersIn(told).flatMap(({ index }) => (index >= 10 ? [index] : []));
    assert.deepEqual(new Set(seen), new Set([99]));
    assert.ok(told.every((message) => message.kind !== "sequence" || message.run === directory));
  });

  it("is told of the checkpoints that a run can be resumed from, as they come", async () => {
    const uri = await experiment("checked", endless, { training: { checkpointEvery: 2_000 } });
    const directory = await run(uri);
    const { runs } = await servicesOf();
    await until(() => (runs.get(directory)?.step ?? 0) > 0);
    const { told } = await openPanel(directory);
    const newest = () => told.findLast((message) => message.kind === "facts")?.facts.checkpoints ?? [];
    await until(() => newest().includes(0) && newest().some((step) => step >= 4_000));
    const seen = newest();
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
    );
    // Old ones are thrown away as new ones come.
    await until(() => newest().length > 1 && !newest().includes(seen[1]));
    await stopAll();
    const onDisk = async () => (await servicesOf()).reader.checkpoints(directory);
    await until(async () => newest().join() === (await onDisk()).join());
  });

  it("shows a run without validation sequences as it goes on", async () => {
    const uri = await experiment("unvalidated", endless, { data: { validationSequences: 0 } });
    const directory = await run(uri);
    const { told } = await openPanel(directory);
    // No more than two are under way: those that follow are answers to frames that the page has drawn.
    await until(() => told.filter(({ kind }) => kind === "frame").length > 4);
    const frame = told.findLast((message) => message.kind === "frame");
    assert.deepEqual(frame?.frame.state.validationLoss, { $number: "NaN" });
    await stopAll();
  });

  it("is told of studies with the run, and of each that comes while it is looked at", async () => {
    const directory = await doneRun("studied", 20);
    const { told } = await openPanel(directory);
    const newest = () => told.findLast((message) => message.kind === "studies")?.studies.diagnosis;
    await until(() => newest() !== undefined);
    const kinds = told.map(({ kind }) => kind);
    assert.ok(kinds.indexOf("studies") > kinds.indexOf("recording"));
    assert.equal(newest()?.step, 20);
    await writeStudy(directory, "diagnosis", { step: 20, findings: [], notes: ["looked at once more"] });
    await until(() => newest()?.notes[0] === "looked at once more");
  });

  it("saves a file where one says, and none where that is cancelled", async () => {
    const directory = await doneRun("drawn", 20);
    const contents = new TextEncoder().encode("<svg/>");
    const save = (fileName: string) =>
      vscode.commands.executeCommand(
        "inductionLab.fromPanel",
        { kind: "save", fileName, contents },
        directory,
      );
    const file = path.join(folder(), "losses of drawn.svg");
    const saving = save("losses of drawn.svg");
    await acceptUntil(() => isThere(file));
    assert.equal(await readFile(file, "utf8"), "<svg/>");
    await vscode.commands.executeCommand("notifications.clearAll");
    await saving;
    let settled = false;
    const cancelled = Promise.resolve(save("cancelled.svg")).then(() => (settled = true));
    await until(async () => {
      await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
      return settled;
    });
    await cancelled;
    assert.equal(await isThere(path.join(folder(), "cancelled.svg")), false);
    await rm(file);
  });

  it("copies text", async () => {
    const text = "step,loss\r\n0,1.0986";
    await vscode.commands.executeCommand("inductionLab.fromPanel", { kind: "copy", text }, folder());
    assert.equal(await vscode.env.clipboard.readText(), text);
  });
});

describe("Write Report", () => {
  before(keepInspectorsClosed);

  it("writes one file beside the run's folder, with the run inside", async () => {
    const directory = await doneRun("reported", 50);
    const file = `${directory}.html`;
    const writing = vscode.commands.executeCommand("inductionLab.report", { directory });
    await acceptUntil(() => isThere(file));
    const html = await readFile(file, "utf8");
    assert.match(html, /^<!doctype html>/i);
    assert.ok(html.includes(path.basename(directory)), "the run's name is in it");
    await until(async () => {
      await vscode.commands.executeCommand("notifications.clearAll");
      return Promise.race([Promise.resolve(writing).then(() => true), delay(100).then(() => false)]);
    });
    await rm(file);
  });
});

describe("Compare Runs", () => {
  const copies = Array.from({ length: 6 }, (_, index) => path.join(folder(), "runs", `compared-${index}`));
  before(keepInspectorsClosed);
  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await Promise.all(copies.map((copy) => rm(copy, { recursive: true, force: true })));
  });

  it("shows six runs side by side, and refuses seven", async () => {
    const { inspectors, runs } = await servicesOf();
    const original = await doneRun("compared", 20);
    for (const copy of copies) {
      await mkdir(copy);
      await cp(path.join(original, "run.json"), path.join(copy, "run.json"));
    }
    await until(() => copies.every((copy) => runs.get(copy)?.state === "done"));
    const targets = [original, ...copies].map((directory) => ({ directory }));
    const compare = (count: number) =>
      vscode.commands.executeCommand("inductionLab.compare", targets[0], targets.slice(0, count));
    const before = inspectors.all.length;
    await compare(7);
    assert.equal(inspectors.all.length, before);
    await compare(6);
    assert.equal(inspectors.all.length, before + 1);
    assert.deepEqual(inspectors.all.at(-1)?.shown.compared, copies.slice(0, 5));
  });
});
