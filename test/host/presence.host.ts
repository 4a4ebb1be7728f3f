/** The extension in a real extension host: that it is there, starts, and knows its files. */
import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "mocha";
import * as vscode from "vscode";

const extension = () => {
  const found = vscode.extensions.getExtension("induction-lab.induction-lab");
  assert.ok(found, "the extension is not installed");
  return found;
};

describe("The extension", () => {
  it("is present and runs beside the files it trains", () => {
    assert.equal(extension().extensionKind, vscode.ExtensionKind.Workspace);
  });

  it("activates", async () => {
    await extension().activate();
    assert.ok(extension().isActive);
  });

  it("offers every command of its manifest once it is active", async () => {
    await extension().activate();
    // What the manifest holds is what is tested.
    const manifest = extension().packageJSON as { contributes: { commands: { command: string }[] } };
    const known = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands.filter(({ command }) => !known.has(command));
    assert.deepEqual(missing, []);
  });

  it("has its main program beside its manifest", async () => {
    const { main } = extension().packageJSON as { main: string };
    const program = vscode.Uri.file(path.join(extension().extensionPath, main));
    assert.ok((await vscode.workspace.fs.stat(program)).size > 0);
  });
});

describe("An experiment file", () => {
  it("opens as one", async () => {
    const [file] = await vscode.workspace.findFiles("quickstart.induction.json");
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    // The manifest says which language its files have.
    const manifest = extension().packageJSON as { contributes: { languages: { id: string }[] } };
    assert.equal(document.languageId, manifest.contributes.languages[0].id);
  });
});
