/** Long work on a run or on the program itself: export, report, verify. */
import path from "node:path";
import * as vscode from "vscode";
import type { RunView } from "../runs";
import type { Services } from "../services";
import { markdownText } from "../words";
import { longWork, type AnswerLine } from "./commandLine";
import type { Commands } from "./register";
import { markdownTable, Reports } from "./report";
import { tellWritten } from "./showFile";
import { runTarget, type RunChoice } from "./targets";

export function toolCommands(services: Services): Commands {
  const reports = new Reports();
  services.context.subscriptions.push(reports);
  const program = services.context.asAbsolutePath("dist/cli.cjs");
  return {
    export: async (target) => {
      const run = await runTarget(services, target, recorded(vscode.l10n.t("Which run is to be exported?")));
      if (run) await exportRun(program, run);
    },
    report: async (target) => {
      const run = await runTarget(services, target, recorded(vscode.l10n.t("Which run is to be reported?")));
      if (run) await writeReport(program, run);
    },
    verify: () => verify(program, reports),
  };
}

function recorded(title: string): RunChoice {
  return {
    title,
    fits: ({ state }) => state !== "damaged" && state !== "queued" && state !== "starting",
    none: vscode.l10n.t("There is no run yet. Run an experiment first."),
  };
}

async function exportRun(program: string, run: RunView): Promise<void> {
  const format = await vscode.window.showQuickPick(
    [
      { label: "npz", description: vscode.l10n.t("for NumPy: every array under its name"), id: "npz" },
      {
        label: "csv",
        description: vscode.l10n.t("for spreadsheets: a row for every recorded step"),
        id: "csv",
      },
    ],
    { title: vscode.l10n.t("Export {0}", run.title), placeHolder: vscode.l10n.t("In which format?") },
  );
  if (!format) return;
  const folder = vscode.Uri.file(path.dirname(path.dirname(run.directory)));
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, `${run.title}.${format.id}`),
    filters: { [format.label]: [format.id] },
  });
  if (!target) return;
  // The dialog has asked already whether an old file may go.
  const lines = await longWork({
    title: vscode.l10n.t("Exporting {0}", run.title),
    program,
    args: ["export", run.directory, "--to", format.id, "--out", target.fsPath, "--replace"],
    cwd: folder.fsPath,
  });
  if (lines) await tellWritten(target, { missing: warningsIn(lines) });
}

/** One HTML file with the inspector inside: beside the run's folder, if the user does not say otherwise. */
async function writeReport(program: string, run: RunView): Promise<void> {
  const folder = path.dirname(run.directory);
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(path.join(folder, `${run.title}.html`)),
    filters: { HTML: ["html"] },
  });
  if (!target) return;
  // The dialog has asked already whether an old file may go.
  const lines = await longWork({
    title: vscode.l10n.t("Writing the report of {0}", run.title),
    program,
    args: ["report", run.directory, "--out", target.fsPath, "--replace"],
    cwd: folder,
  });
  if (lines) await tellWritten(target, { opens: true, missing: warningsIn(lines) });
}

function warningsIn(lines: readonly AnswerLine[]): string[] {
  return lines.filter(({ kind }) => kind === "warning").map(({ message }) => String(message));
}

async function verify(program: string, reports: Reports): Promise<void> {
  const files = await vscode.window.showOpenDialog({
    canSelectMany: true,
    filters: { [vscode.l10n.t("Reference values")]: ["json"] },
    title: vscode.l10n.t("Files of reference values"),
    openLabel: vscode.l10n.t("Verify"),
  });
  if (!files || files.length === 0) return;
  const lines = await longWork({
    title: vscode.l10n.t("Verifying against reference values"),
    program,
    args: ["verify", ...files.map(({ fsPath }) => fsPath)],
    cwd: path.dirname(files[0].fsPath),
  });
  if (lines) await reports.show(vscode.l10n.t("Verification"), verificationText(lines));
}

function verificationText(lines: readonly AnswerLine[]): string {
  const checks = lines.filter(({ kind }) => kind === "verified");
  const rows = checks.map(({ file, engine, path: way, errors, tolerance, passed, impossible }) => [
    path.basename(String(file)),
    engine === "cpu" ? `cpu, ${String(way)}` : String(engine),
    typeof impossible === "string" ? impossible : largestError(errors),
    Number(tolerance).toExponential(0),
    passed === true ? vscode.l10n.t("passed") : impossible === undefined ? vscode.l10n.t("FAILED") : "—",
  ]);
  const head = [
    vscode.l10n.t("file"),
    vscode.l10n.t("engine"),
    vscode.l10n.t("largest relative error"),
    vscode.l10n.t("tolerance"),
    vscode.l10n.t("result"),
  ];
  const errors = lines
    .filter(({ kind }) => kind === "error")
    .map(({ message }) => `- ${markdownText(String(message))}`);
  return [`# ${vscode.l10n.t("Verification")}`, markdownTable(head, rows), errors.join("\n")].join("\n\n");
}

function largestError(errors: unknown): string {
  if (typeof errors !== "object" || errors === null) return "";
  const entries = Object.entries(errors).map(([quantity, error]) => [quantity, Number(error)] as const);
  const worst = entries.reduce((a, b) => (b[1] > a[1] ? b : a), ["", -Infinity]);
  return worst[0] === "" ? "" : `${worst[1].toExponential(1)} (${worst[0]})`;
}
