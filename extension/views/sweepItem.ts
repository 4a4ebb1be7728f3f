/** Sweep files, sweeps and their members in the tree: icon, one line on how they stand, and more for whoever points. */
import path from "node:path";
import * as vscode from "vscode";
import type { SweepMember } from "../../core/protocol";
import type { SweepFile, SweepView } from "../sweeps";
import { grouped, lossText, markdownText } from "../words";

export function sweepFileItem({ uri, name, problems, members }: SweepFile): vscode.TreeItem {
  const item = new vscode.TreeItem(name ?? path.basename(uri.path), vscode.TreeItemCollapsibleState.Expanded);
  item.id = `sweep file ${uri.toString()}`;
  item.contextValue = problems > 0 ? "sweepFile.faulty" : "sweepFile";
  // The icon and decorations (problems, Git) of the file itself.
  item.resourceUri = uri;
  item.iconPath = new vscode.ThemeIcon("settings");
  item.description = vscode.workspace.asRelativePath(uri);
  item.tooltip =
    problems > 0
      ? vscode.l10n.t("{0}: {1} problems, see the Problems panel", uri.fsPath, problems)
      : vscode.l10n.t("{0}: {1} runs", uri.fsPath, grouped(members));
  item.command = { command: "vscode.open", title: vscode.l10n.t("Open"), arguments: [uri] };
  return item;
}

export function sweepItem(sweep: SweepView): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(sweep.title, sweep.members > 0 ? Collapsed : None);
  item.id = `sweep ${sweep.directory}`;
  item.description = descriptionOf(sweep);
  item.iconPath = iconOf(sweep);
  item.contextValue = `sweep.${contextOf(sweep)}`;
  item.accessibilityInformation = { label: `${sweep.title}, ${item.description}` };
  // Without arguments: VS Code forgets those of a row that is drawn anew.
  item.command = { command: "inductionLab.openSelectedRun", title: vscode.l10n.t("Open Sweep") };
  return item;
}

export function sweepTooltip({ title, name, problems, ...sweep }: SweepView): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text
    .appendMarkdown("**")
    .appendText(title)
    .appendMarkdown("**  \n")
    .appendText(descriptionOf({ title, name, problems, ...sweep }));
  const rows = [
    [vscode.l10n.t("sweep"), name],
    [vscode.l10n.t("members"), grouped(sweep.members)],
    [vscode.l10n.t("done"), grouped(sweep.done)],
    [vscode.l10n.t("failed"), grouped(sweep.failed)],
    ...problems.slice(0, 5).map((problem) => [vscode.l10n.t("damaged"), problem]),
  ];
  text.appendMarkdown("\n\n| | |\n|---|---|\n");
  for (const [key, value] of rows) text.appendMarkdown(`| ${markdownText(key)} | ${markdownText(value)} |\n`);
  return text;
}

/** @param directory the member's run @param fields names of its values */
export function memberItem(
  member: SweepMember,
  directory: string,
  fields: readonly string[],
): vscode.TreeItem {
  const { index, values, state, failure, measures } = member;
  const varied = values.map((value, place) => `${shortName(fields[place])} ${valueText(value)}`);
  const label = varied.length > 0 ? varied.join(", ") : vscode.l10n.t("member {0}", index);
  const item = new vscode.TreeItem(label);
  item.id = `member ${directory}`;
  const loss = measures.validationLoss ?? measures.loss;
  item.description = `${stateWord(state)}${typeof loss === "number" ? ` · ${lossText(loss)}` : ""}`;
  item.iconPath = memberIcon(state);
  item.contextValue = `member.${state}`;
  item.tooltip = failure ?? vscode.l10n.t("member {0}", index);
  item.accessibilityInformation = { label: `${label}, ${item.description}` };
  if (state !== "waiting") {
    item.command = { command: "inductionLab.openSelectedRun", title: vscode.l10n.t("Open Inspector") };
  }
  return item;
}

function descriptionOf(sweep: SweepView): string {
  const { state, steeredBy, done, failed, members, stopping, problems, damaged } = sweep;
  if (damaged) return problems[0] ?? vscode.l10n.t("damaged");
  const failures = failed > 0 ? ` · ${vscode.l10n.t("{0} failed", grouped(failed))}` : "";
  const place = `${grouped(done + failed)}/${grouped(members)}${failures}`;
  if (members === 0) return vscode.l10n.t("starting");
  if (stopping) return vscode.l10n.t("stopping {0}", place);
  if (state === "running") {
    const elsewhere = steeredBy === "elsewhere" ? ` · ${vscode.l10n.t("in another window or program")}` : "";
    return vscode.l10n.t("running {0}", place) + elsewhere;
  }
  return state === "done" ? vscode.l10n.t("done {0}", place) : vscode.l10n.t("stopped {0}", place);
}

/** What menus go by. */
function contextOf({ state, steeredBy, failed, damaged }: SweepView): string {
  if (damaged) return "damaged";
  if (state === "running") return `running.${steeredBy === "thisWindow" ? "here" : "elsewhere"}`;
  return state === "done" && failed > 0 ? "failures" : state;
}

function iconOf({ state, failed, damaged, members }: SweepView): vscode.ThemeIcon {
  const color = (id: string) => new vscode.ThemeColor(id);
  if (damaged) return new vscode.ThemeIcon("warning", color("charts.yellow"));
  if (state === "running") return new vscode.ThemeIcon(members === 0 ? "loading~spin" : "sync~spin");
  if (state === "stopped") return new vscode.ThemeIcon("debug-stop");
  return failed > 0
    ? new vscode.ThemeIcon("warning", color("charts.yellow"))
    : new vscode.ThemeIcon("pass", color("charts.green"));
}

function memberIcon(state: SweepMember["state"]): vscode.ThemeIcon {
  const color = (id: string) => new vscode.ThemeColor(id);
  switch (state) {
    case "waiting":
      return new vscode.ThemeIcon("clock");
    case "running":
      return new vscode.ThemeIcon("sync~spin");
    case "stopped":
      return new vscode.ThemeIcon("debug-stop");
    case "done":
      return new vscode.ThemeIcon("pass", color("charts.green"));
    case "failed":
      return new vscode.ThemeIcon("error", color("charts.red"));
  }
}

function stateWord(state: SweepMember["state"]): string {
  return {
    waiting: vscode.l10n.t("waiting"),
    running: vscode.l10n.t("running"),
    stopped: vscode.l10n.t("stopped"),
    done: vscode.l10n.t("done"),
    failed: vscode.l10n.t("failed"),
  }[state];
}

/** The last part of a field's path, where there is little room. */
function shortName(field: string): string {
  return field.split(".").at(-1) ?? field;
}

function valueText(value: SweepMember["values"][number]): string {
  if (typeof value !== "number" || Number.isInteger(value)) return String(value ?? "–");
  return String(Number(value.toPrecision(4)));
}
