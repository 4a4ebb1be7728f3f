/** What an inspector's buttons do. Not in any menu: the page names the action, and the host does it. */
import * as vscode from "vscode";
import { isFromPanel, type FromPanel, type PanelAction } from "../../core/protocol";
import type { PanelRequest } from "../inspector";
import type { Services } from "../services";
import { CommandError, type Commands } from "./register";
import { saveContents } from "./saveContents";

export function panelCommands(services: Services): Commands {
  return {
    // Anybody may call a command by its name.
    fromPanel: async (message, main) => {
      if (isFromPanel(message) && isRequest(message) && typeof main === "string") {
        await answer(services, message, main);
      }
    },
  };
}

function isRequest(message: FromPanel): message is PanelRequest {
  return ["act", "pace", "save", "copy"].includes(message.kind);
}

/** @param main the run that the page is about */
async function answer(services: Services, message: PanelRequest, main: string): Promise<unknown> {
  switch (message.kind) {
    case "act":
      return act(services, message.run, message.action);
    case "pace":
      services.supervisor.get(message.run)?.setPace(message.pace);
      return undefined;
    case "save":
      return saveContents(message, main);
    case "copy":
      return vscode.env.clipboard.writeText(message.text);
  }
}

async function act(services: Services, directory: string, action: PanelAction): Promise<unknown> {
  switch (action) {
    case "pause":
    case "resume":
    case "stop":
    case "openExperiment":
    case "reveal":
    case "showLog":
    case "report":
    case "theory":
    case "evaluate":
    case "ablate":
    case "diagnose":
      return vscode.commands.executeCommand(`inductionLab.${action}`, { directory });
    case "step":
      services.supervisor.get(directory)?.step();
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
