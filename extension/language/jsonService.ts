/**
 * The JSON language service with the schemas of experiments and sweeps, for completion, hovers and formatting. It is loaded when it
 * is first needed, so that activation need not wait for it. It validates nothing: core/config does.
 */
import type * as vscode from "vscode";
import type { JSONDocument, LanguageService, TextDocument } from "vscode-json-languageservice";
import { experimentJsonSchema, presets, presetText } from "../../core/config";
import { sweepJsonSchema, sweepPresets, sweepPresetText } from "../../core/sweep";
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

/** The service asks by address which schema is meant; every experiment has the one, and every sweep the other. */
const addresses = { experiment: "lab:///experiment.json", sweep: "lab:///sweep.json" } as const;

async function load(): Promise<JsonService> {
  const { ClientCapabilities, getLanguageService, TextDocument } =
    await import("vscode-json-languageservice");
  const experiments = presets.map(({ id, ...words }) => ({ ...words, text: presetText(id) }));
  const sweeps = sweepPresets.map(({ id, ...words }) => ({ ...words, text: sweepPresetText(id) }));
  const service = getLanguageService({ clientCapabilities: ClientCapabilities.LATEST });
  service.configure({
    validate: false,
    allowComments: true,
    schemas: [
      {
        uri: "lab:///experiment-schema.json",
        fileMatch: ["experiment.json"],
        schema: editorSchema(experimentJsonSchema(), experiments),
      },
      {
        uri: "lab:///sweep-schema.json",
        fileMatch: ["sweep.json"],
        schema: editorSchema(sweepJsonSchema(), sweeps),
      },
    ],
  });
  return {
    service,
    read(document) {
      // The $schema of an experiment is for other editors; the service would follow it and forget ours.
      const content = document.getText().replace(/"\$schema"(?=\s*:)/g, '"$others"');
      const address = document.uri.path.endsWith(".sweep.json") ? addresses.sweep : addresses.experiment;
      const text = TextDocument.create(address, "jsonc", document.version, content);
      return { text, json: service.parseJSONDocument(text) };
    },
  };
}
