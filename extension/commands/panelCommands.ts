/** What an inspector's buttons do. Not in any menu: the page names the action, and the host does it. */
import * as vscode from "vscode";
import { isFromPanel, type FromPanel } from "../../core/protocol";
import type { Services } from "../services";
import { CommandError, type Commands } from "./register";

type Message = Extract<FromPanel, { kind: "act" | "pace" }>;

export function panelCommands(services: Services): Commands {
  return {
    // Anybody may call a command by its name.
    fromPanel: async (message) => {
      if (isFromPanel(message) && (message.kind === "act" || message.kind === "pace"))
        await act(services, message);
    },
  };
}

async function act(services: Services, message: Message): Promise<unknown> {
  const { run: directory } = message;
  const trained = services.supervisor.get(directory);
  if (message.kind === "pace") {
    trained?.setPace(message.pace);
    return undefined;
  }
  const execute = (command: string) =>
    vscode.commands.executeCommand(`inductionLab.${command}`, { directory });
  switch (message.action) {
    case "pause":
    case "resume":
    case "stop":
    case "openExperiment":
    case "reveal":
    case "showLog":
    case "report":
      return execute(message.action);
    case "step":
      trained?.step();
      return undefined;
    case "again": {
      const source = services.runs.get(directory)?.source;
      if (source) return vscode.commands.executeCommand("inductionLab.run", vscode.Uri.file(source));
      throw new CommandError(
        vscode.l10n.t("The experiment file of this run is not known: run it from its file."),
      );
    }
  }
}
