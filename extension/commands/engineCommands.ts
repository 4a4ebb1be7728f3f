/** What computes: the choice of an engine, from those that this machine has, and the installation of further ones. */
import path from "node:path";
import * as vscode from "vscode";
import type { Services } from "../services";
import { chooseEngine, engineChoice } from "../settings";
import { longWork, quietWork } from "./commandLine";
import {
  engineItems,
  installable,
  probesIn,
  probeWords,
  type EngineItem,
  type EngineProbe,
  type PackagesId,
} from "./engineItems";
import type { Commands } from "./register";

export function engineCommands(services: Services): Commands {
  const program = services.context.asAbsolutePath("dist/cli.cjs");
  return {
    selectEngine: () => selectEngine(program, services.log),
    installEngine: async (target) => {
      const id = installable.find((known) => known === target) ?? (await askPackages());
      if (id) await installEngine(program, id);
    },
  };
}

async function selectEngine(program: string, log: vscode.LogOutputChannel): Promise<void> {
  const chosen = await askEngine(program, log);
  if (!chosen || chosen.id === engineChoice()) return;
  if (chosen.probe?.state === "absent") return offerInstall(chosen.label, chosen.probe);
  await chooseEngine(chosen.id);
  await vscode.window.showInformationMessage(vscode.l10n.t("New runs are computed so: {0}.", chosen.label));
}

/** The list is there at once; what each engine computes on, or lacks, follows when all have been tried. */
async function askEngine(program: string, log: vscode.LogOutputChannel): Promise<EngineItem | undefined> {
  const pick = vscode.window.createQuickPick<EngineItem>();
  const closing = new vscode.CancellationTokenSource();
  pick.title = vscode.l10n.t("Select Compute Engine");
  pick.placeholder = vscode.l10n.t("What is to compute new runs?");
  pick.matchOnDescription = true;
  pick.items = engineItems([]);
  const chosen = new Promise<EngineItem | undefined>((resolve) => {
    pick.onDidAccept(() => resolve(pick.selectedItems.at(0)));
    pick.onDidHide(() => resolve(undefined));
    pick.onDidTriggerItemButton(({ item }) => {
      resolve(undefined);
      void vscode.commands.executeCommand("inductionLab.installEngine", item.packages);
    });
  });
  pick.show();
  void showProbes(pick, program, closing.token, log);
  try {
    return await chosen;
  } finally {
    closing.cancel();
    pick.dispose();
  }
}

async function showProbes(
  pick: vscode.QuickPick<EngineItem>,
  program: string,
  token: vscode.CancellationToken,
  log: vscode.LogOutputChannel,
): Promise<void> {
  // Trying is running programs.
  if (!vscode.workspace.isTrusted) return;
  pick.busy = true;
  try {
    const lines = await quietWork({ program, args: ["engines"], cwd: path.dirname(program) }, token);
    if (lines && !token.isCancellationRequested) {
      const active = pick.activeItems.at(0)?.id;
      pick.items = engineItems(probesIn(lines));
      pick.activeItems = pick.items.filter(({ id }) => id === active);
    }
  } catch (error) {
    // The list is of use without it.
    log.error(`engines: ${error instanceof Error ? error.message : String(error)}`);
  }
  pick.busy = false;
}

/** An engine that this machine lacks is never chosen: its runs could only fail. */
async function offerInstall(
  label: string,
  { why, packages, installed }: EngineProbe & { readonly state: "absent" },
): Promise<void> {
  const message = vscode.l10n.t("{0} cannot be had here. {1}", label, why);
  const install = vscode.l10n.t("Install…");
  const offered = packages !== null && installed === null ? [install] : [];
  const answer = await vscode.window.showWarningMessage(message, ...offered);
  if (answer === install) await vscode.commands.executeCommand("inductionLab.installEngine", packages);
}

async function askPackages(): Promise<PackagesId | undefined> {
  const choices: readonly (vscode.QuickPickItem & { readonly id: PackagesId })[] = [
    {
      label: "webgpu",
      id: "webgpu",
      detail: vscode.l10n.t("A graphics processor of any maker, by its own driver. About 132 MB on disk."),
    },
    {
      label: "cuda",
      id: "cuda",
      detail: vscode.l10n.t("TensorFlow's own library for NVIDIA; needs CUDA 11.2 and cuDNN 8.1."),
    },
  ];
  const chosen = await vscode.window.showQuickPick(choices, {
    title: vscode.l10n.t("Install Compute Engine"),
    placeHolder: vscode.l10n.t("What is to be installed, with npm, into this extension's storage?"),
  });
  return chosen?.id;
}

async function installEngine(program: string, id: PackagesId): Promise<void> {
  const lines = await longWork({
    title: vscode.l10n.t("Installing {0}", id),
    program,
    args: ["engines", "install", id],
    cwd: path.dirname(program),
  });
  if (!lines) return;
  const probes = probesIn(lines);
  const message = [vscode.l10n.t("{0} is installed.", id), ...probes.map(probeWords)].join(" ");
  const good = probes.some(({ state }) => state === "ready");
  if (good) await vscode.window.showInformationMessage(message);
  else await vscode.window.showWarningMessage(message);
}
