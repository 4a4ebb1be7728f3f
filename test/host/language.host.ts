/** What VS Code does inside an experiment file: problems, quick fixes, completion, hovers, outline and formatting. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";

const language = "induction-experiment";
let folder = "";

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "induction-lab-language-"));
});

after(async () => {
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  await rm(folder, { recursive: true, force: true });
});

/** A file in an editor. */
async function opened(name: string, text: string): Promise<vscode.TextDocument> {
  const file = path.join(folder, `${name}.induction.json`);
  await writeFile(file, text);
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  return document;
}

/** A text that no file holds yet. */
function unsaved(content: string): Thenable<vscode.TextDocument> {
  return vscode.workspace.openTextDocument({ language, content });
}

/** What is reported of a document once `isRight` says that it is what was waited for. */
async function reported(
  { uri }: vscode.TextDocument,
  isRight: (diagnostics: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  const diagnostics = vscode.languages.getDiagnostics(uri);
  if (isRight(diagnostics)) return diagnostics;
  return new Promise((resolve) => {
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      const now = vscode.languages.getDiagnostics(uri);
      if (!isRight(now)) return;
      listener.dispose();
      resolve(now);
    });
  });
}

const some = (diagnostics: readonly vscode.Diagnostic[]) => diagnostics.length > 0;
const none = (diagnostics: readonly vscode.Diagnostic[]) => diagnostics.length === 0;

/** `2:10-2:13 error seed`, lines and columns from 1 as the Problems panel counts. */
function line({ range: { start, end }, severity, code }: vscode.Diagnostic): string {
  const place = `${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1}`;
  return `${place} ${vscode.DiagnosticSeverity[severity].toLowerCase()} ${typeof code === "string" ? code : ""}`;
}

/** The place of the `|` in a text, and the text without it. */
async function withCursor(text: string): Promise<[vscode.TextDocument, vscode.Position]> {
  const document = await unsaved(text.replace("|", ""));
  return [document, document.positionAt(text.indexOf("|"))];
}

async function apply(document: vscode.TextDocument, edits: readonly vscode.TextEdit[]): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.set(document.uri, [...edits]);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

function textOf(content: vscode.Hover["contents"][number] | undefined): string {
  if (content === undefined || typeof content === "string") return content ?? "";
  assert.ok(content instanceof vscode.MarkdownString);
  return content.value;
}

describe("Problems of an experiment file", () => {
  it("are reported with their exact places, by this extension alone", async () => {
    const document = await opened(
      "bad",
      '{\n  // comments are no problem\n  "name": "x",\n  "seed": -1,\n' +
        '  "model": { "heads": "three", "widow": 5 },\n  "data": { "kind": "file" },\n' +
        '  "training": { "validationEvery": 0, "stages": [{ "train": ["scale", "bias"], "steps": 1 }] },\n}\n',
    );
    const diagnostics = await reported(document, some);
    assert.deepEqual(diagnostics.map(line), [
      "4:11-4:13 error seed",
      "5:23-5:30 error model.heads",
      "5:32-5:39 error model.widow",
      "6:3-6:9 error data.path",
      "6:3-6:9 error data.alphabetSize",
      "7:71-7:77 error training.stages[0].train[1]",
    ]);
    assert.deepEqual(new Set(diagnostics.map(({ source }) => source)), new Set(["Induction Lab"]));
    assert.match(diagnostics[1].message, /Found "three"; allowed: a whole number from 1 to 16\./);
  });

  it("are warnings where the experiment can run", async () => {
    const document = await unsaved('{ "name": "x", "data": { "batchSize": 5 } }');
    assert.deepEqual((await reported(document, some)).map(line), ["1:39-1:40 warning data.batchSize"]);
  });

  it("follow what is typed, and mark a half-typed line where it breaks off", async () => {
    const document = await unsaved('{\n  "name": "x"\n}\n');
    await apply(document, [vscode.TextEdit.insert(new vscode.Position(1, 13), ',\n  "seed": ')]);
    const broken = await reported(document, some);
    assert.deepEqual(broken.map(line), ["4:1-4:2 error "]);
    assert.match(broken[0].message, /A value is expected here/);
    await apply(document, [vscode.TextEdit.insert(new vscode.Position(2, 10), "7")]);
    assert.deepEqual(await reported(document, none), []);
  });

  it("end when the file is closed or deleted", async () => {
    const document = await opened("closed", "{}");
    await reported(document, some);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    const again = await opened("deleted", "{}");
    await reported(again, some);
    const edit = new vscode.WorkspaceEdit();
    edit.deleteFile(again.uri);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await reported(again, none);
  });

  it("are not reported of versions that nobody can mend", async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider("induction-test-history", {
      provideTextDocumentContent: () => "{}",
    });
    const old = vscode.Uri.parse("induction-test-history:/old.induction.json");
    const document = await vscode.workspace.openTextDocument(old);
    assert.equal(document.languageId, language);
    await reported(await unsaved("{}"), some);
    assert.deepEqual(vscode.languages.getDiagnostics(old), []);
    provider.dispose();
  });
});

/** The quick fixes at a problem. */
async function fixesAt(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    document.uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
  );
}

describe("Quick fixes", () => {
  it("mend a problem, keep everything else, and the problem is gone", async () => {
    const text = '{\n  "name": "x", // which\n  "model": {\n    "widow": 6, // lags\n  },\n}\n';
    const document = await opened("fixed", text);
    const [problem] = await reported(document, some);
    const fixes = await fixesAt(document, problem.range);
    assert.deepEqual(
      fixes.map(({ title, isPreferred }) => [title, isPreferred]),
      [['Rename to "window"', true]],
    );
    assert.ok(fixes[0].edit);
    assert.ok(await vscode.workspace.applyEdit(fixes[0].edit));
    assert.equal(document.getText(), text.replace("widow", "window"));
    await reported(document, none);
    await document.save();
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  });

  it("offer every remedy of a rule, at the places it takes", async () => {
    const document = await unsaved('{\n\t"name": "x",\n\t"data": { "batchSize": 32 }\n}\n');
    const [problem] = await reported(document, some);
    const fixes = await fixesAt(document, problem.range);
    assert.deepEqual(
      fixes.map(({ title, isPreferred }) => [title, isPreferred]),
      [
        ["Set data.online to true", false],
        ['Remove "batchSize"', false],
      ],
    );
    assert.ok(fixes[0].edit);
    assert.ok(await vscode.workspace.applyEdit(fixes[0].edit));
    assert.equal(document.lineAt(2).text, '\t"data": { "online": true, "batchSize": 32 }');
    await reported(document, none);
  });

  it("are offered for broken syntax, and at its place alone", async () => {
    const document = await unsaved('{\n  "name": "x"\n  "seed": 1\n}\n');
    const [problem] = await reported(document, some);
    assert.equal(line(problem), "3:3-3:9 error ");
    const [fix] = await fixesAt(document, problem.range);
    assert.ok(fix.edit);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.equal(document.getText(), '{\n  "name": "x",\n  "seed": 1\n}\n');
    await reported(document, none);
    assert.deepEqual(await fixesAt(document, new vscode.Range(1, 2, 1, 8)), []);
  });
});

async function completions(text: string): Promise<[vscode.TextDocument, vscode.CompletionItem[]]> {
  const [document, position] = await withCursor(text);
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    "vscode.executeCompletionItemProvider",
    document.uri,
    position,
  );
  return [document, list.items];
}

const labelOf = ({ label }: vscode.CompletionItem) => (typeof label === "string" ? label : label.label);

describe("Completion", () => {
  it("offers the keys that are not there yet, in the schema's order, with what they mean", async () => {
    const [, items] = await completions('{ "name": "x", "model": { "heads": 2, "|" } }');
    const labels = items.toSorted((a, b) => ((a.sortText ?? "") < (b.sortText ?? "") ? -1 : 1)).map(labelOf);
    assert.deepEqual(labels.slice(0, 4), ["family", "window", "maxDegree", "includeEmptySubset"]);
    assert.ok(!labels.includes("heads"));
    const window = items.find((item) => labelOf(item) === "window");
    assert.match(textOf(window?.documentation), /tokens.*Authors: 5[^]*whole number from 1 to 255/);
    assert.match(window?.detail ?? "", /5/);
  });

  it("inserts a key with its default to type over", async () => {
    const [document, items] = await completions('{ "name": "x", "model": { | } }');
    const heads = items.find((item) => labelOf(item) === "heads");
    await vscode.window.showTextDocument(document);
    assert.ok(heads?.insertText instanceof vscode.SnippetString);
    assert.equal(heads.insertText.value, '"heads": ${1:3}');
  });

  it("offers the words of a choice, each with what it means", async () => {
    const [, items] = await completions('{ "name": "x", "model": { "loss": | } }');
    const words = items.filter((item) => labelOf(item).startsWith('"'));
    assert.deepEqual(words.map(labelOf).sort(), ['"log"', '"softmax"']);
    for (const word of words) assert.match(textOf(word.documentation), /\((paper|authors' code)\)\.$/);
  });

  it("offers the words beside numbers and objects too", async () => {
    const stage =
      '{ "name": "x", "training": { "stages": [{ "train": ["rpe"], "steps": 1, "optimizer": | }] } }';
    const [, items] = await completions(stage);
    const flow = items.find((item) => labelOf(item) === '"flow"');
    assert.match(textOf(flow?.documentation), /Gradient flow/);
    const [, threads] = await completions('{ "name": "x", "engine": { "threads": | } }');
    assert.match(textOf(threads.find((item) => labelOf(item) === '"auto"')?.documentation), /cores/);
  });

  it("offers every kind of data, whichever is meant so far", async () => {
    const [, items] = await completions('{ "name": "x", "data": { "kind": "|" } }');
    assert.deepEqual(items.map(labelOf).sort(), ['"file"', '"markov"', '"mixed-markov"', '"mixed-target"']);
    const [, keys] = await completions('{ "name": "x", "data": { "kind": "file", | } }');
    assert.deepEqual(keys.map(labelOf).sort(), ["alphabetSize", "path", "validationSequences"]);
  });

  it("begins an empty file with a preset", async () => {
    const [, items] = await completions("|");
    const preset = items.find((item) => labelOf(item) === "Quick start");
    assert.ok(preset?.insertText instanceof vscode.SnippetString);
    assert.match(preset.insertText.value, /^\{\s+"name": "quickstart",/);
  });

  it("offers only the groups that a stage does not train yet", async () => {
    const [, items] = await completions('{ "training": { "stages": [{ "train": ["rpe", "|"] }] } }');
    assert.deepEqual(items.map(labelOf).sort(), ['"coefficients"', '"scale"']);
  });

  it("offers the groups that a model of the file's family has", async () => {
    const text =
      '{ "model": { "family": "absolute" }, "training": { "stages": [{ "train": ["scale", "|"] }] } }';
    const [, items] = await completions(text);
    assert.deepEqual(items.map(labelOf).sort(), ['"coefficients"', '"key"', '"positions"', '"query"']);
  });

  it("offers whole stages", async () => {
    const [, items] = await completions('{ "name": "x", "training": { "stages": [|] } }');
    const stage = items.find((item) => labelOf(item) === "stage");
    assert.match(textOf(stage?.documentation), /gradient descent/);
    assert.ok(stage?.insertText instanceof vscode.SnippetString);
    assert.match(stage.insertText.value, /^\{ "train": .* "steps": \$\{2:1000\}/);
    // It is found by its name, for which VS Code needs no other text.
    assert.equal(stage.filterText ?? labelOf(stage), "stage");
  });

  it("puts what is chosen into the file", async () => {
    const [document, position] = await withCursor('{\n  "name": "x",\n  |\n}\n');
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(position, position);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      document.uri,
      position,
    );
    const seed = items.find((item) => labelOf(item) === "seed");
    assert.ok(seed?.insertText instanceof vscode.SnippetString && seed.range instanceof vscode.Range);
    await editor.insertSnippet(seed.insertText, seed.range);
    assert.equal(document.getText(), '{\n  "name": "x",\n  "seed": 0\n}\n');
  });
});

async function hover(text: string): Promise<string> {
  const [document, position] = await withCursor(text);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map(textOf)
    .join("\n")
    .replaceAll("\\", "");
}

describe("Hovers", () => {
  it("say what a field means, in which unit, from where, and what is allowed", async () => {
    const text = await hover('{ "name": "x", "data": { "sequence|Length": 50 } }');
    assert.match(text, /Sequence length L, in tokens.*Paper: 100/);
    assert.match(text, /Allowed: a whole number from 2 to 65535\. Default: 100\./);
  });

  it("say what the word means that is chosen", async () => {
    const text = await hover('{ "name": "x", "model": { "boundary": "trun|cate" } }');
    assert.match(text, /fewer than M = window tokens/);
    assert.match(text, /truncate.*All positions take part.*authors' code/);
    assert.match(await hover('{ "name": "x", "model": { "lagMask": "auth|ors" } }'), /h … h \+ H − 1/);
    const optimizer =
      '{ "training": { "stages": [{ "train": ["rpe"], "steps": 1, "optimizer": "fl|ow" }] } }';
    assert.match(await hover(optimizer), /How parameters follow the gradient[^]*Gradient flow/);
  });

  it("do not mind a $schema that names another", async () => {
    const text = await hover('{ "$schema": "./other.json", "name": "x", "model": { "he|ads": 3 } }');
    assert.match(text, /attention heads/);
  });

  it("are silent where there is nothing to say", async () => {
    assert.equal(await hover('{ "name": "x", "colour": { "r|ed": 1 } }'), "");
  });
});

describe("The editor", () => {
  it("shows an outline with stages by name", async () => {
    const stages =
      '[{ "name": "sharpen", "train": ["scale"], "steps": 5 }, { "train": ["rpe"], "steps": 7 }]';
    const document = await unsaved(`{ "name": "x", "training": { "stages": ${stages} } }`);
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      "vscode.executeDocumentSymbolProvider",
      document.uri,
    );
    assert.deepEqual(
      symbols.map(({ name, detail }) => [name, detail]),
      [
        ["name", '"x"'],
        ["training", ""],
      ],
    );
    const [list] = symbols[1].children;
    assert.deepEqual(
      list.children.map(({ name, detail }) => [name, detail]),
      [
        ["sharpen", "5 steps"],
        ["rpe", "7 steps"],
      ],
    );
    assert.equal(document.getText(list.children[0].selectionRange), "{");
  });

  it("formats, and leaves lines and comments as they are", async () => {
    const document = await unsaved(
      '{\n"name":"x",   // which\n      "data": {"parents":[1,2]},\n  "engine": {\n"threads":1\n}}\n',
    );
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[]>(
      "vscode.executeFormatDocumentProvider",
      document.uri,
      { tabSize: 2, insertSpaces: true },
    );
    await apply(document, edits);
    assert.equal(
      document.getText(),
      '{\n  "name": "x", // which\n  "data": { "parents": [1, 2] },\n  "engine": {\n    "threads": 1\n  } }\n',
    );
  });

  it("comments lines out as the language does", async () => {
    const editor = await vscode.window.showTextDocument(await unsaved('{\n  "name": "x"\n}\n'));
    editor.selection = new vscode.Selection(1, 4, 1, 4);
    await vscode.commands.executeCommand("editor.action.commentLine");
    assert.equal(editor.document.lineAt(1).text, '  // "name": "x"');
  });
});
