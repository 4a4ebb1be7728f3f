/** The list of compute engines, as Select Compute Engine shows it: each with its device, or with what it lacks. */
import * as vscode from "vscode";
import { engineChoice, engineChoices, type EngineChoice } from "../settings";
import type { AnswerLine } from "./commandLine";

/** What can be installed. */
export const installable = ["webgpu", "cuda"] as const;
export type PackagesId = (typeof installable)[number];

/** What the command line program found out about one engine. */
export type EngineProbe = {
  readonly id: EngineChoice;
  /** What it takes that does not come with the extension. */
  readonly packages: PackagesId | null;
  /** The version of it that is there. */
  readonly installed: string | null;
} & (
  { readonly state: "ready"; readonly device: string } | { readonly state: "absent"; readonly why: string }
);

export interface EngineItem extends vscode.QuickPickItem {
  readonly id: EngineChoice;
  /** To be installed by its button. */
  readonly packages?: PackagesId;
  /** Once it was tried. */
  readonly probe?: EngineProbe;
}

/** @param probes of those that were tried so far; others are shown without a device */
export function engineItems(probes: readonly EngineProbe[]): EngineItem[] {
  const now = engineChoice();
  return engineChoices.map((id) => {
    const probe = probes.find((known) => known.id === id);
    const remarks = [
      ...(id === now ? [vscode.l10n.t("chosen now")] : []),
      ...(probe ? [probe.state === "ready" ? probe.device : vscode.l10n.t("not available")] : []),
    ];
    return {
      id,
      label: labelOf(id),
      description: remarks.join(" · "),
      detail: probe?.state === "absent" ? probe.why : meaningOf(id),
      ...(probe && { probe }),
      ...(probe?.state === "absent" && installButton(probe)),
    };
  });
}

export function probesIn(lines: readonly AnswerLine[]): EngineProbe[] {
  return lines.flatMap((line) => probeIn(line) ?? []);
}

/** `tfjs on webgpu: computes on Apple M2.` */
export function probeWords(probe: EngineProbe): string {
  return probe.state === "ready"
    ? vscode.l10n.t("{0} computes on {1}.", labelOf(probe.id), probe.device)
    : vscode.l10n.t("{0}: {1}", labelOf(probe.id), probe.why);
}

function probeIn({
  kind,
  engine,
  backend,
  state,
  device,
  why,
  installed,
}: AnswerLine): EngineProbe | undefined {
  if (kind !== "engine") return undefined;
  const name = typeof backend === "string" ? `${String(engine)}/${backend}` : engine;
  const id = engineChoices.find((choice) => choice === name);
  if (id === undefined) return undefined;
  const packages = installable.find((known) => id.endsWith(known)) ?? null;
  const common = { id, packages, installed: typeof installed === "string" ? installed : null };
  if (state === "ready") return { ...common, state, device: String(device) };
  return { ...common, state: "absent", why: String(why) };
}

function installButton({ packages, installed }: EngineProbe): Partial<EngineItem> {
  if (packages === null || installed !== null) return {};
  const iconPath = new vscode.ThemeIcon("cloud-download");
  return { packages, buttons: [{ iconPath, tooltip: vscode.l10n.t("Install…") }] };
}

function labelOf(id: EngineChoice): string {
  if (id === "experiment") return vscode.l10n.t("As the experiment says");
  const [kind, backend] = id.split("/");
  return backend === undefined ? kind : vscode.l10n.t("{0} on {1}", kind, backend);
}

function meaningOf(id: EngineChoice): string {
  switch (id) {
    case "experiment":
      return vscode.l10n.t("The field engine.kind of each file decides.");
    case "auto":
      return vscode.l10n.t("The fastest that needs nothing installed and can train the model.");
    case "cpu":
      return vscode.l10n.t("Compiled kernels on the processor, on as many threads as engine.threads says.");
    case "tfjs":
      return vscode.l10n.t(
        "TensorFlow.js, which differentiates automatically, on the best backend there is.",
      );
    case "tfjs/cuda":
      return vscode.l10n.t("TensorFlow's own library on a graphics processor of NVIDIA.");
    case "tfjs/webgpu":
      return vscode.l10n.t("TensorFlow.js on a graphics processor of any maker.");
    case "tfjs/wasm":
      return vscode.l10n.t("TensorFlow.js in WebAssembly, on one thread.");
    case "tfjs/cpu":
      return vscode.l10n.t("TensorFlow.js in plain JavaScript: slow.");
    case "webgpu":
      return vscode.l10n.t("Own kernels on the graphics processor.");
    case "reference":
      return vscode.l10n.t("Plain float64: slow, to check the others.");
  }
}
