/** The tree's branch of sweeps: files, under each its sweeps, under a sweep its members. Children are made when opened. */
import * as vscode from "vscode";
import type { SweepMember } from "../../core/protocol";
import { memberDirectory } from "../../core/sweep";
import type { RunReader, SweepMoment } from "../reader";
import type { SweepFile, SweepFiles, WorkspaceSweeps } from "../sweeps";
import { memberItem, sweepFileItem, sweepItem, sweepTooltip } from "./sweepItem";

export type SweepTreeNode = SweepsNode | SweepFileNode | SweepNode | MemberNode;

/** All of them. */
interface SweepsNode {
  readonly kind: "sweeps";
}
export interface SweepFileNode {
  readonly kind: "sweepFile";
  readonly file: SweepFile;
}
export interface SweepNode {
  readonly kind: "sweep";
  readonly directory: string;
}
export interface MemberNode {
  readonly kind: "member";
  readonly sweep: string;
  readonly index: number;
  /** The member's run. */
  readonly directory: string;
}

export interface SweepBranchParts {
  readonly sweepFiles: SweepFiles;
  readonly sweeps: WorkspaceSweeps;
  readonly reader: RunReader;
}

/** What is known of a sweep's members, kept up by what is different. */
interface Members {
  moment: SweepMoment | null;
  fields: readonly string[];
  members: SweepMember[];
}

export class SweepBranch {
  /** By identity: VS Code redraws a node only if it is the very object it was given. */
  readonly #nodes = new Map<string, SweepNode>();
  readonly #members = new Map<string, Members>();
  readonly #group: SweepsNode = { kind: "sweeps" };

  constructor(private readonly parts: SweepBranchParts) {}

  /** The branch, if there is anything on it. */
  async roots(): Promise<readonly SweepTreeNode[]> {
    const { sweepFiles, sweeps } = this.parts;
    await Promise.all([sweepFiles.load(), sweeps.index.load()]);
    return sweepFiles.files.length > 0 || sweeps.all.length > 0 ? [this.#group] : [];
  }

  async children(node: SweepTreeNode): Promise<readonly SweepTreeNode[]> {
    const { sweepFiles } = this.parts;
    switch (node.kind) {
      case "sweeps":
        return [
          ...sweepFiles.files.map((file): SweepTreeNode => ({ kind: "sweepFile", file })),
          ...this.sweepsOf(null),
        ];
      case "sweepFile":
        return this.sweepsOf(node.file.uri.toString());
      case "sweep": {
        const { members } = await this.membersOf(node.directory);
        return members.map(({ index }) => ({
          ...{ kind: "member", sweep: node.directory, index },
          directory: memberDirectory(node.directory, index),
        }));
      }
      case "member":
        return [];
    }
  }

  item(node: SweepTreeNode): vscode.TreeItem {
    switch (node.kind) {
      case "sweeps": {
        const item = new vscode.TreeItem(vscode.l10n.t("Sweeps"), vscode.TreeItemCollapsibleState.Expanded);
        return Object.assign(item, { id: "sweeps", iconPath: new vscode.ThemeIcon("layers") });
      }
      case "sweepFile":
        return sweepFileItem(node.file);
      case "sweep": {
        const view = this.parts.sweeps.get(node.directory);
        return view ? sweepItem(view) : new vscode.TreeItem(vscode.l10n.t("gone"));
      }
      case "member": {
        const known = this.#members.get(node.sweep);
        const member = known?.members.at(node.index);
        return known && member
          ? memberItem(member, node.directory, known.fields)
          : new vscode.TreeItem(vscode.l10n.t("gone"));
      }
    }
  }

  tooltip(node: SweepTreeNode): vscode.MarkdownString | undefined {
    const view = node.kind === "sweep" ? this.parts.sweeps.get(node.directory) : undefined;
    return view && sweepTooltip(view);
  }

  node(directory: string): SweepNode {
    const known = this.#nodes.get(directory);
    if (known) return known;
    const node: SweepNode = { kind: "sweep", directory };
    this.#nodes.set(directory, node);
    return node;
  }

  private sweepsOf(file: string | null): readonly SweepNode[] {
    const { sweepFiles, sweeps } = this.parts;
    const directories = sweeps.byFile(sweepFiles.files).get(file) ?? [];
    return directories.map((directory) => this.node(directory));
  }

  private async membersOf(directory: string): Promise<Members> {
    const known = this.#members.get(directory) ?? { moment: null, fields: [], members: [] };
    this.#members.set(directory, known);
    const reading = await this.parts.reader.sweep(directory, known.moment);
    if (!reading) return { moment: null, fields: [], members: [] };
    const { moment, fields, whole, members } = reading;
    if (whole) known.members = [...members];
    else for (const member of members) known.members[member.index] = member;
    return Object.assign(known, { moment, fields });
  }
}
