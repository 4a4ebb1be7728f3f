/**
 * One sweep's panel: its page, told of the sweep when it is shown and of what is different while it goes on. A page
 * that cannot be seen is gone and costs nothing; when it is shown again it says `ready`.
 */
import path from "node:path";
import { inspect } from "node:util";
import * as vscode from "vscode";
import {
  isFromSweepPanel,
  outgoing,
  type FromSweepPanel,
  type SweepStanding,
  type ToSweepPanel,
} from "../../core/protocol";
import { sweepMeasures } from "../../core/sweep";
import { pageHtml } from "../inspector";
import type { RunReader, SweepMoment } from "../reader";
import type { WorkspaceSweeps } from "./workspaceSweeps";

/** What the host does for a page beyond telling it something. */
export type SweepPanelRequest = Exclude<FromSweepPanel, { kind: "ready" }>;

export interface SweepPanelParts {
  readonly sweeps: WorkspaceSweeps;
  readonly reader: RunReader;
  readonly log: vscode.LogOutputChannel;
  /** dist/webview */
  readonly pageFolder: vscode.Uri;
  /** Does what the page asks for; it has been checked. @param directory the sweep that it shows */
  readonly act: (message: SweepPanelRequest, directory: string) => void;
}

/** Milliseconds between two words to the page. */
const interval = 400;

export class SweepPanel {
  #ready = false;
  /** What the page knows; null: nothing. */
  #told: SweepMoment | null = null;
  #telling: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  readonly #subscription: vscode.Disposable;

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly parts: SweepPanelParts,
    readonly directory: string,
  ) {
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [parts.pageFolder] };
    webview.onDidReceiveMessage((message: unknown) => this.receive(message));
    this.#subscription = parts.sweeps.onDidChange((directories) => {
      if (directories.includes(directory)) this.tellSoon();
    });
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.rest();
    });
    panel.onDidDispose(() => {
      this.rest();
      this.#subscription.dispose();
    });
    const media = vscode.Uri.joinPath(parts.pageFolder, "../../media");
    panel.iconPath = {
      light: vscode.Uri.joinPath(media, "experiment-light.svg"),
      dark: vscode.Uri.joinPath(media, "experiment-dark.svg"),
    };
    panel.title = path.basename(directory);
    webview.html = pageHtml(webview, parts.pageFolder, "sweep");
  }

  /** Whatever the page says; what is none of its business is logged, and nothing comes of it. */
  receive(message: unknown): void {
    if (!isFromSweepPanel(message)) {
      const shown = inspect(message, { depth: 1, maxArrayLength: 4, maxStringLength: 100 });
      this.parts.log.warn(`A sweep's page sent something unknown: ${shown}`);
      return;
    }
    if (message.kind !== "ready") {
      this.parts.act(message, this.directory);
      return;
    }
    this.#ready = true;
    this.#told = null;
    this.tellNow();
  }

  private tellSoon(): void {
    if (!this.#ready) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.tellNow();
    }, interval);
  }

  /** One after the other, so that what is older never comes later. */
  private tellNow(): void {
    this.#telling = this.#telling
      .then(() => this.tell())
      .catch((error: unknown) => {
        this.parts.log.error(`${this.directory}: ${error instanceof Error ? error.message : String(error)}`);
      });
  }

  private async tell(): Promise<void> {
    if (!this.#ready) return;
    const { reader, sweeps } = this.parts;
    const { directory } = this;
    const reading = await reader.sweep(directory, this.#told);
    if (!this.#ready) return;
    const view = sweeps.get(directory);
    const title = path.basename(directory);
    if (reading?.row.kind !== "sweep") {
      // A sweep that has just been begun has no folder yet: its first news come soon.
      if (!reading && view?.steeredBy === "thisWindow") return;
      const problem = reading?.row.problem ?? vscode.l10n.t("There is no sweep in {0} any more.", directory);
      this.#told = null;
      this.post({ kind: "unreadable", directory, title, problem });
      return;
    }
    const { name, done, failed, members, written } = reading.row;
    const standing: SweepStanding = view
      ? { ...standingOf(view), done, failed }
      : {
          ...{ state: written ? "running" : done + failed === members ? "done" : "stopped" },
          ...{ steeredBy: written ? "elsewhere" : "nobody", done, failed, secondsLeft: NaN },
        };
    const measures = sweepMeasures.map(({ name: id, title: words, description }) => ({
      ...{ name: id, title: words, description },
    }));
    const { fields } = reading;
    this.post(
      reading.whole
        ? {
            kind: "sweep",
            sweep: { directory, title, name, fields, measures, members: reading.members, standing },
          }
        : { kind: "progress", standing, members: reading.members },
    );
    this.#told = reading.moment;
  }

  private post(message: ToSweepPanel): void {
    void this.panel.webview.postMessage(outgoing(message));
  }

  private rest(): void {
    this.#ready = false;
    this.#told = null;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

function standingOf({ state, steeredBy, done, failed, secondsLeft }: SweepStanding): SweepStanding {
  return { state, steeredBy, done, failed, secondsLeft };
}
