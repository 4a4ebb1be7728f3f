/** Says what a field or a word of an experiment means, in which unit, and from where. */
import type * as vscode from "vscode";
import { hoverOf, positionFor } from "./conversions";
import { jsonService } from "./jsonService";

export const hoverProvider: vscode.HoverProvider = {
  async provideHover(document, position, token) {
    const { service, read } = await jsonService();
    if (token.isCancellationRequested) return undefined;
    const { text, json } = read(document);
    const hover = await service.doHover(text, positionFor(position), json);
    return hover ? hoverOf(hover) : undefined;
  },
};
