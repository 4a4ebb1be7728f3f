/** A run in the tree: icon, one line on how it stands, and a table of the rest for whoever points at it. */
import * as vscode from "vscode";
import type { EngineFacts } from "../../core/protocol";
import type { RunView } from "../runs";
import { grouped, lossText, markdownText } from "../words";

export function runItem(run: RunView): vscode.TreeItem {
  const item = new vscode.TreeItem(run.title, collapsibleState(run));
  item.id = `run ${run.directory}`;
  item.description = descriptionOf(run);
  item.iconPath = iconOf(run);
  item.contextValue = `run.${run.state}.${ownerOf(run)}`;
  const findings = run.diagnosis?.findings.map(({ title }) => title) ?? [];
  item.accessibilityInformation = { label: [run.title, item.description, ...findings].join(", ") };
  if (run.state !== "damaged") {
    // Without arguments: VS Code forgets those of a row that is drawn anew, and one click in five would go amiss.
    item.command = { command: "inductionLab.openSelectedRun", title: vscode.l10n.t("Open Inspector") };
  }
  return item;
}

function collapsibleState({ state }: RunView): vscode.TreeItemCollapsibleState {
  const bare = state === "queued" || state === "starting" || state === "damaged";
  return bare ? vscode.TreeItemCollapsibleState.None : vscode.TreeItemCollapsibleState.Collapsed;
}

function ownerOf({ trainedBy }: RunView): string {
  return { thisWindow: "here", elsewhere: "elsewhere", nobody: "nobody" }[trainedBy];
}

function descriptionOf(run: RunView): string {
  const { state, step, totalSteps, losses, trainedBy, sentence } = run;
  const loss = losses ? ` · ${lossText(losses.last)}` : "";
  const place = `${grouped(step)}/${grouped(totalSteps)}${loss}`;
  const elsewhere = trainedBy === "elsewhere" ? ` · ${vscode.l10n.t("in another window or program")}` : "";
  switch (state) {
    case "queued":
      return vscode.l10n.t("queued");
    case "starting":
      return vscode.l10n.t("starting");
    case "running":
      return vscode.l10n.t("running {0}", place) + elsewhere;
    case "paused":
      return vscode.l10n.t("paused {0}", place) + elsewhere;
    case "done":
      return vscode.l10n.t("done{0}", loss) + findingsOf(run);
    case "stopped":
      return vscode.l10n.t("stopped {0}", place) + findingsOf(run);
    case "interrupted":
      return vscode.l10n.t("interrupted {0}", place);
    case "failed":
      return vscode.l10n.t("failed {0}", place);
    case "damaged":
      return sentence;
  }
}

/** Behind a state that says nothing of it: a run that failed says itself why. */
function findingsOf({ diagnosis }: RunView): string {
  const count = diagnosis?.findings.length ?? 0;
  if (count === 0) return "";
  return count === 1 ? vscode.l10n.t(" · 1 finding") : vscode.l10n.t(" · {0} findings", count);
}

function iconOf({ state, diagnosis }: RunView): vscode.ThemeIcon {
  const color = (id: string) => new vscode.ThemeColor(id);
  switch (state) {
    case "queued":
      return new vscode.ThemeIcon("clock");
    case "starting":
      return new vscode.ThemeIcon("loading~spin");
    case "running":
      return new vscode.ThemeIcon("sync~spin", color("charts.blue"));
    case "paused":
      return new vscode.ThemeIcon("debug-pause", color("charts.yellow"));
    case "done":
      return new vscode.ThemeIcon(
        "pass",
        color(diagnosis && diagnosis.findings.length > 0 ? "charts.yellow" : "charts.green"),
      );
    case "stopped":
      return new vscode.ThemeIcon("debug-stop");
    case "interrupted":
      return new vscode.ThemeIcon("debug-disconnect", color("charts.yellow"));
    case "failed":
      return new vscode.ThemeIcon("error", color("charts.red"));
    case "damaged":
      return new vscode.ThemeIcon("warning", color("charts.yellow"));
  }
}

/** The rest, as a table. */
export function runTooltip(run: RunView): vscode.MarkdownString {
  const { losses, engine, seed, stages, edits, stepsPerSecond } = run;
  const rows: readonly (readonly [string, string])[] = [
    [vscode.l10n.t("experiment"), run.name],
    ...(losses
      ? [
          [vscode.l10n.t("loss"), `${lossText(losses.first)} → ${lossText(losses.last)}`] as const,
          ...(losses.validation === undefined
            ? []
            : [[vscode.l10n.t("validation loss"), lossText(losses.validation)] as const]),
        ]
      : []),
    [vscode.l10n.t("step"), `${grouped(run.step)} / ${grouped(run.totalSteps)}`],
    ...(stepsPerSecond > 0 ? [[vscode.l10n.t("steps/s"), grouped(Math.round(stepsPerSecond))] as const] : []),
    ...stages.map(
      ({ stage, name, fromStep }) =>
        [
          vscode.l10n.t("stage {0}", stage + 1),
          vscode.l10n.t("{0}, from step {1}", name, grouped(fromStep)),
        ] as const,
    ),
    ...edits.map(
      ({ step, words }) => [vscode.l10n.t("edited at step {0}", grouped(step)), words.join("; ")] as const,
    ),
    ...(engine
      ? [
          [
            vscode.l10n.t("engine"),
            vscode.l10n.t("{0}, threads: {1}, {2} path", engineName(engine), engine.threads, engine.path),
          ] as const,
        ]
      : []),
    ...(seed === null ? [] : [[vscode.l10n.t("seed"), String(seed)] as const]),
    [vscode.l10n.t("begun"), new Date(run.createdAt).toLocaleString()],
    ...diagnosisRows(run),
  ];
  const text = new vscode.MarkdownString();
  text.appendMarkdown("**").appendText(run.title).appendMarkdown("**  \n").appendText(run.sentence);
  if (run.state === "damaged") return text;
  text.appendMarkdown("\n\n| | |\n|---|---|\n");
  for (const [name, value] of rows)
    text.appendMarkdown(`| ${markdownText(name)} | ${markdownText(value)} |\n`);
  return text;
}

/** `tfjs on webgpu (NVIDIA H200)`. */
function engineName({ kind, backend, device }: EngineFacts): string {
  const name = backend === undefined ? kind : vscode.l10n.t("{0} on {1}", kind, backend);
  return device === undefined ? name : `${name} (${device})`;
}

function diagnosisRows({ diagnosis, step }: RunView): readonly (readonly [string, string])[] {
  if (!diagnosis) return [];
  const { findings } = diagnosis;
  const name =
    diagnosis.step === step
      ? vscode.l10n.t("diagnosis")
      : vscode.l10n.t("diagnosis at step {0}", grouped(diagnosis.step));
  if (findings.length === 0) return [[name, vscode.l10n.t("nothing unusual")]];
  return findings.map(({ title }, index) => [index === 0 ? name : "", title]);
}
