/**
 * What can be found out about a run beyond its training: theory, evaluation, ablations, diagnosis. The command line
 * program does the work and puts its study into the run's folder, where whatever shows the run finds it.
 */
import path from "node:path";
import * as vscode from "vscode";
import { alphaRange } from "../../core/config";
import type { RunView } from "../runs";
import type { Services } from "../services";
import { askAblation } from "./askAblation";
import { longWork } from "./commandLine";
import type { Commands } from "./register";
import { runTarget } from "./targets";

export function studyCommands(services: Services): Commands {
  return {
    evaluate: async (target) => {
      const run = await studied(services, target, vscode.l10n.t("Which run is to be evaluated?"));
      const grid = run && (await askGrid(run));
      if (run && grid)
        await study(services, run, vscode.l10n.t("Evaluating {0}", run.title), "evaluate", grid);
    },
    theory: async (target) => {
      const run = await studied(services, target, vscode.l10n.t("Whose data is theory to speak of?"));
      if (run) await study(services, run, vscode.l10n.t("Theory of {0}", run.title), "theory");
    },
    ablate: async (target) => {
      const run = await studied(services, target, vscode.l10n.t("Which run is to be taken apart?"));
      const options = run && (await askAblation(run));
      if (run && options)
        await study(services, run, vscode.l10n.t("Taking {0} apart", run.title), "ablate", options);
    },
    diagnose: async (target) => {
      const run = await studied(services, target, vscode.l10n.t("Which run is to be diagnosed?"));
      if (run) await study(services, run, vscode.l10n.t("Diagnosing {0}", run.title), "diagnose");
    },
  };
}

function studied(services: Services, target: unknown, title: string): Promise<RunView | undefined> {
  return runTarget(services, target, {
    title,
    fits: ({ state }) => state !== "damaged" && state !== "queued" && state !== "starting",
    none: vscode.l10n.t("There is no run yet. Run an experiment first."),
  });
}

/** Until it is done or cancelled; then the run is shown, its new study with it. */
async function study(
  services: Services,
  run: RunView,
  title: string,
  command: string,
  options: readonly string[] = [],
): Promise<void> {
  const { directory } = run;
  const lines = await longWork({
    title,
    program: services.context.asAbsolutePath("dist/cli.cjs"),
    args: [command, directory, ...options],
    cwd: path.dirname(directory),
  });
  if (!lines) return;
  // A comparison, too, shows what its runs' folders hold.
  const inSight = services.inspectors.all.some(
    ({ shown, panel }) => panel.visible && [shown.main, shown.ghost, ...shown.compared].includes(directory),
  );
  if (!inSight) await vscode.commands.executeCommand("inductionLab.openInspector", { directory });
}

/** @returns options of `evaluate`; undefined where that was cancelled */
async function askGrid({ title }: RunView): Promise<readonly string[] | undefined> {
  const lengths = await askNumbers(
    vscode.l10n.t("Evaluate {0}: sequence lengths, separated by commas", title),
    "10, 30, 100, 300, 1000",
    (value) => Number.isInteger(value) && value >= 2,
    vscode.l10n.t("Whole numbers of at least 2."),
  );
  if (lengths === undefined) return undefined;
  const { least, most } = alphaRange;
  const alphas = await askNumbers(
    vscode.l10n.t("Evaluate {0}: concentrations α of the Dirichlet prior, separated by commas", title),
    "0.01, 0.1, 1, 10",
    (value) => value >= least && value <= most,
    vscode.l10n.t("Numbers from {0} to {1}.", least, most),
  );
  return alphas === undefined ? undefined : ["--lengths", lengths, "--alphas", alphas];
}

/** @returns the list as the program takes it */
async function askNumbers(
  prompt: string,
  value: string,
  fits: (value: number) => boolean,
  rule: string,
): Promise<string | undefined> {
  const read = (text: string) => text.split(/[\s,;]+/).filter((part) => part !== "");
  const typed = await vscode.window.showInputBox({
    prompt,
    value,
    ignoreFocusOut: true,
    validateInput: (text) =>
      read(text).length > 0 && read(text).every((part) => fits(Number(part))) ? undefined : rule,
  });
  return typed === undefined ? undefined : read(typed).join(",");
}
