/** The face of extension/commands: everything in the palette and in the menus, by what it is about. */
import type * as vscode from "vscode";
import type { Services } from "../services";
import { engineCommands } from "./engineCommands";
import { experimentCommands } from "./experimentCommands";
import { fileCommands } from "./fileCommands";
import { panelCommands } from "./panelCommands";
import { register } from "./register";
import { runCommands } from "./runCommands";
import { studyCommands } from "./studyCommands";
import { sweepCommands } from "./sweepCommands";
import { toolCommands } from "./toolCommands";
import { viewCommands } from "./viewCommands";

export function registerCommands(services: Services): vscode.Disposable {
  return register(services.log, {
    ...engineCommands(services),
    ...experimentCommands(services),
    ...fileCommands(services),
    ...panelCommands(services),
    ...runCommands(services),
    ...studyCommands(services),
    ...sweepCommands(services),
    ...toolCommands(services),
    ...viewCommands(services),
  });
}
