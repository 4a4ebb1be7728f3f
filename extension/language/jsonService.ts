/**
 * The JSON language service with the experiment's schema, for completion, hovers and formatting. It is loaded when it
 * is first needed, so that activation need not wait for it. It validates nothing: core/config does.
 */
import type * as vscode from "vscode";
import type { JSONDocument, LanguageService, TextDocument } from "vscode-json-languageservice";
import { experimentJsonSchema } from "../../core/config";
import { editorSchema } from "./editorSchema";

export interface JsonService {
  readonly service: LanguageService;
  /** A document as the service takes it, and what it reads in it. */
  readonly read: (document: vscode.TextDocument) => {
    readonly text: TextDocument;
    readonly json: JSONDocument;
  };
}

let loading: Promise<JsonService> | undefined;

export function jsonService(): Promise<JsonService> {
  loading ??= load();
  return loading;
}

/** The service asks by address which schema is meant; every experiment has this one. */
const everyDocument = "experiment:///experiment.json";

async function load(): Promise<JsonService> {
  const { ClientCapabilities, getLanguageService, TextDocument } =
    await import("vscode-json-languageservice");
  const schema = editorSchema(experimentJsonSchema());
  const service = getLanguageService({ clientCapabilities: ClientCapabilities.LATEST });
  service.configure({
    validate: false,
    allowComments: true,
    schemas: [{ uri: "experiment:///schema.json", fileMatch: ["experiment.json"], schema }],
  });
  return {
    service,
    read(document) {
      // The $schema of an experiment is for other editors; the service would follow it and forget ours.
      const content = document.getText().replace(/"\$schema"(?=\s*:)/g, '"$others"');
      const text = TextDocument.create(everyDocument, "jsonc", document.version, content);
      return { text, json: service.parseJSONDocument(text) };
    },
  };
}
