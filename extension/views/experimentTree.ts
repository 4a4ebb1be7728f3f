/**
 * The tree "Experiments": files, under each its runs, under a run its checkpoints; and the branch of sweeps, which is
 * sweepBranch.ts. Children are made when opened.
 */
import path from "node:path";
import * as vscode from "vscode";
import type { ExperimentFile, ExperimentFiles } from "../experiments";
import type { RunReader } from "../reader";
import type { WorkspaceRuns } from "../runs";
import { runItem, runTooltip } from "./runItem";
import { SweepBranch, type SweepBranchParts, type SweepTreeNode } from "./sweepBranch";

export type TreeNode =
  (ExperimentNode | RunNode | CheckpointNode | OthersNode) | (MoreNode | NoteNode | SweepTreeNode);

export interface ExperimentNode {
  readonly kind: "experiment";
  readonly file: ExperimentFile;
}
export interface RunNode {
  readonly kind: "run";
  readonly directory: string;
}
export interface CheckpointNode {
  readonly kind: "checkpoint";
  readonly directory: string;
  readonly step: number;
}
/** Runs whose experiment file is gone, or never was. */
interface OthersNode {
  readonly kind: "others";
}
interface MoreNode {
  readonly kind: "more";
  /** An experiment's file, null for runs of none, or a sweep's folder. */
  readonly group: string | null;
  readonly of: "runs" | "members";
  readonly hidden: number;
}
/** A sentence in place of what cannot be shown. */
interface NoteNode {
  readonly kind: "note";
  readonly text: string;
}

/** Runs shown under an experiment, and members under a sweep, at first and each time more are asked for. */
const portion = 100;
/** Milliseconds between two looks of the tree at runs that go on. */
const redrawInterval = 250;
const checkpointInterval = 1_000;

export interface TreeParts extends SweepBranchParts {
  readonly files: ExperimentFiles;
  readonly runs: WorkspaceRuns;
  readonly reader: RunReader;
}

export class ExperimentTree implements vscode.TreeDataProvider<TreeNode> {
  readonly #changed = new vscode.EventEmitter<TreeNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  /** Nodes by identity: VS Code redraws one only if it is the very object it was given. */
  readonly #runNodes = new Map<string, RunNode>();
  readonly #shown = new Map<string | null, number>();
  readonly #sweeps: SweepBranch;
  /** Sweeps that stand in the tree. */
  readonly #knownSweeps = new Set<string>();
  readonly #known = new Set<string>();
  readonly #checkpoints = new Map<
    string,
    { readonly steps: Promise<readonly number[]>; readonly readAt: number }
  >();
  readonly #subscriptions: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;
  #waiting: Set<RunNode | SweepTreeNode> | "all" = new Set();

  constructor(private readonly parts: TreeParts) {
    this.#sweeps = new SweepBranch(parts);
    this.#subscriptions = vscode.Disposable.from(
      parts.files.onDidChange(() => this.redraw([])),
      parts.runs.onDidChange((directories) => this.redraw(directories)),
      parts.sweepFiles.onDidChange(() => this.redraw([])),
      parts.sweeps.onDidChange((directories) => this.redrawSweeps(directories)),
    );
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    const { files, runs } = this.parts;
    if (node?.kind === "run") return this.checkpointsOf(node);
    if (isOfSweeps(node)) return this.sweepChildren(node);
    await Promise.all([files.load(), runs.index.load()]);
    const groups = runs.byExperiment(files.files);
    if (!node) for (const directories of groups.values()) directories.forEach((one) => this.#known.add(one));
    if (node?.kind === "experiment") return this.runsOf(node.file.uri.toString(), groups);
    if (node?.kind === "others") return this.runsOf(null, groups);
    if (node) return [];
    return [
      ...runs.index.problems.map((text): TreeNode => ({ kind: "note", text })),
      ...files.files.map((file): TreeNode => ({ kind: "experiment", file })),
      ...(groups.has(null) ? [{ kind: "others" } as const] : []),
      ...(await this.#sweeps.roots()),
    ];
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    if (isOfSweeps(node)) return this.#sweeps.item(node);
    switch (node.kind) {
      case "experiment":
        return this.experimentItem(node.file);
      case "run":
        return this.runItem(node);
      case "checkpoint":
        return checkpointItem(node);
      case "others": {
        const item = new vscode.TreeItem(
          vscode.l10n.t("Runs without an experiment file"),
          vscode.TreeItemCollapsibleState.Collapsed,
        );
        return Object.assign(item, { id: "others", iconPath: new vscode.ThemeIcon("archive") });
      }
      case "more":
        return moreItem(node);
      case "note": {
        const item = new vscode.TreeItem(node.text);
        return Object.assign(item, { iconPath: new vscode.ThemeIcon("warning"), tooltip: node.text });
      }
    }
  }

  /** Tables for whoever points at a row, not for all that are in sight. */
  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    const view = node.kind === "run" ? this.parts.runs.get(node.directory) : undefined;
    if (view) item.tooltip = runTooltip(view);
    const told = isOfSweeps(node) ? this.#sweeps.tooltip(node) : undefined;
    if (told) item.tooltip = told;
    return item;
  }

  private runNode(directory: string): RunNode {
    const known = this.#runNodes.get(directory);
    if (known) return known;
    const node: RunNode = { kind: "run", directory };
    this.#runNodes.set(directory, node);
    return node;
  }

  /** Shows more runs of a group, or members of a sweep. */
  showMore({ group }: MoreNode): void {
    this.#shown.set(group, (this.#shown.get(group) ?? portion) + portion);
    this.#changed.fire(undefined);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  private async checkpointsOf({ directory }: RunNode): Promise<TreeNode[]> {
    try {
      const steps = await this.checkpointSteps(directory);
      if (steps.length === 0) return [{ kind: "note", text: vscode.l10n.t("no checkpoint yet") }];
      return steps.toReversed().map((step) => ({ kind: "checkpoint", directory, step }));
    } catch (error) {
      return [{ kind: "note", text: error instanceof Error ? error.message : String(error) }];
    }
  }

  /** A run that goes on is drawn anew four times a second, and has a new checkpoint every two. */
  private checkpointSteps(directory: string): Promise<readonly number[]> {
    const known = this.#checkpoints.get(directory);
    if (known && Date.now() - known.readAt < checkpointInterval) return known.steps;
    const steps = this.parts.reader.checkpoints(directory);
    this.#checkpoints.set(directory, { steps, readAt: Date.now() });
    return steps;
  }

  private runsOf(group: string | null, groups: ReadonlyMap<string | null, readonly string[]>): TreeNode[] {
    const runs = groups.get(group) ?? [];
    return this.portioned(runs, group, "runs").map((one) =>
      typeof one === "string" ? this.runNode(one) : one,
    );
  }

  private async sweepChildren(node: SweepTreeNode): Promise<TreeNode[]> {
    const children = await this.#sweeps.children(node);
    for (const child of children) if (child.kind === "sweep") this.#knownSweeps.add(child.directory);
    return node.kind === "sweep" ? this.portioned(children, node.directory, "members") : [...children];
  }

  /** Of many the first ones, and a row that brings more. */
  private portioned<T>(all: readonly T[], group: string | null, of: MoreNode["of"]): (T | MoreNode)[] {
    const shown = all.slice(0, this.#shown.get(group) ?? portion);
    const hidden = all.length - shown.length;
    return hidden > 0 ? [...shown, { kind: "more", group, of, hidden }] : shown;
  }

  private experimentItem({ uri, name, problems }: ExperimentFile): vscode.TreeItem {
    const fileName = path.basename(uri.path);
    const item = new vscode.TreeItem(name ?? fileName, vscode.TreeItemCollapsibleState.Expanded);
    item.id = `experiment ${uri.toString()}`;
    item.contextValue = problems > 0 ? "experiment.faulty" : "experiment";
    // The icon and decorations (problems, Git) of the file itself.
    item.resourceUri = uri;
    item.iconPath = new vscode.ThemeIcon("beaker");
    item.description = vscode.workspace.asRelativePath(uri);
    item.tooltip =
      problems === 0
        ? uri.fsPath
        : vscode.l10n.t("{0}: {1} problems, see the Problems panel", uri.fsPath, problems);
    item.command = { command: "vscode.open", title: vscode.l10n.t("Open"), arguments: [uri] };
    return item;
  }

  private runItem({ directory }: RunNode): vscode.TreeItem {
    const view = this.parts.runs.get(directory);
    if (view) return runItem(view);
    const item = new vscode.TreeItem(path.basename(directory));
    return Object.assign(item, { description: vscode.l10n.t("gone"), id: `run ${directory}` });
  }

  /** Takes changes together: single runs are redrawn alone, and the whole when runs came or went. */
  private redraw(directories: readonly string[]): void {
    const listed = directories.filter((directory) => !this.parts.runs.index.isGuest(directory));
    if (directories.length > 0 && listed.length === 0) return;
    const all = listed.length === 0 || listed.some((directory) => this.isNews(directory));
    this.wait(all ? "all" : listed.map((directory) => this.runNode(directory)));
  }

  private redrawSweeps(directories: readonly string[]): void {
    const { sweeps } = this.parts;
    const all = directories.some(
      (directory) => this.#knownSweeps.has(directory) !== (sweeps.get(directory) !== undefined),
    );
    for (const directory of directories) if (!sweeps.get(directory)) this.#knownSweeps.delete(directory);
    this.wait(all ? "all" : directories.map((directory) => this.#sweeps.node(directory)));
  }

  private wait(nodes: readonly (RunNode | SweepTreeNode)[] | "all"): void {
    if (nodes === "all") this.#waiting = "all";
    else if (this.#waiting !== "all") for (const node of nodes) this.#waiting.add(node);
    this.#timer ??= setTimeout(() => this.fire(), redrawInterval);
  }

  /** Whether the run has come or gone since this was last asked. */
  private isNews(directory: string): boolean {
    const there = this.parts.runs.get(directory) !== undefined;
    if (there === this.#known.has(directory)) return false;
    if (there) this.#known.add(directory);
    else {
      this.#known.delete(directory);
      this.#runNodes.delete(directory);
    }
    return true;
  }

  private fire(): void {
    this.#timer = undefined;
    const waiting = this.#waiting;
    this.#waiting = new Set();
    if (waiting === "all") this.#changed.fire(undefined);
    else for (const node of waiting) this.#changed.fire(node);
  }
}

function isOfSweeps(node: TreeNode | undefined): node is SweepTreeNode {
  return node !== undefined && ["sweeps", "sweepFile", "sweep", "member"].includes(node.kind);
}

function checkpointItem({ directory, step }: CheckpointNode): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t("step {0}", step.toLocaleString("en")));
  item.id = `checkpoint ${directory} ${step}`;
  item.iconPath = new vscode.ThemeIcon("git-commit");
  item.contextValue = "checkpoint";
  item.tooltip = vscode.l10n.t("A checkpoint to resume from");
  return item;
}

function moreItem(node: MoreNode): vscode.TreeItem {
  const hidden = node.hidden.toLocaleString("en");
  const item = new vscode.TreeItem(
    node.of === "runs"
      ? vscode.l10n.t("{0} earlier runs …", hidden)
      : vscode.l10n.t("{0} more members …", hidden),
  );
  item.iconPath = new vscode.ThemeIcon("ellipsis");
  item.command = {
    command: "inductionLab.showMore",
    title: vscode.l10n.t("Show more runs"),
    arguments: [node],
  };
  return item;
}
