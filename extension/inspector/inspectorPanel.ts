/**
 * One panel: a page, and the feeds of the runs that it shows. A page that cannot be seen is gone (VS Code unloads
 * it) and costs nothing; when it is shown again it says `ready` and is told everything anew.
 */
import path from "node:path";
import { inspect } from "node:util";
import * as vscode from "vscode";
import {
  isFromPanel,
  outgoing,
  type FromPanel,
  type Notice,
  type PanelContent,
  type ToPanel,
} from "../../core/protocol";
import { differencesOf } from "../../core/report";
import { rolesOf, type ShownRuns } from "./content";
import { pageHtml } from "./html";
import { Latencies } from "./latencies";
import { RunFeed, type FeedParts } from "./runFeed";

/** What the host does for a page beyond telling it something. */
export type PanelRequest = Extract<FromPanel, { kind: "act" | "pace" | "save" | "copy" }>;

export interface PanelParts extends FeedParts {
  /** dist/webview */
  readonly pageFolder: vscode.Uri;
  /** Does what the page asks for; it has been checked. @param main the run that the page is about */
  readonly act: (message: PanelRequest, main: string) => void;
}

export class InspectorPanel {
  readonly latencies = new Latencies();
  #shown: ShownRuns;
  #notice: Notice | null = null;
  #feeds: readonly RunFeed[] = [];
  /** The page stands and listens. */
  #ready = false;
  #telling = 0;
  #closed = false;

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly parts: PanelParts,
    shown: ShownRuns,
  ) {
    this.#shown = shown;
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [parts.pageFolder] };
    webview.onDidReceiveMessage((message: unknown) => this.receive(message));
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.rest();
    });
    panel.onDidDispose(() => {
      this.#closed = true;
      this.rest();
    });
    const media = vscode.Uri.joinPath(parts.pageFolder, "../../media");
    panel.iconPath = {
      light: vscode.Uri.joinPath(media, "experiment-light.svg"),
      dark: vscode.Uri.joinPath(media, "experiment-dark.svg"),
    };
    panel.title = this.title;
    webview.html = pageHtml(webview, parts.pageFolder, "inspector");
  }

  get shown(): ShownRuns {
    return this.#shown;
  }

  /** Nobody can see it any more, nor will. */
  get closed(): boolean {
    return this.#closed;
  }

  show(shown: ShownRuns): void {
    if (this.#closed) return;
    this.#shown = shown;
    this.panel.title = this.title;
    if (this.#ready) void this.tellAll();
  }

  /** A sentence over the page, until the next one. */
  notice(notice: Notice | null): void {
    this.#notice = notice;
    if (this.#ready) this.post({ kind: "notice", notice });
  }

  /** Whatever the page says; what is none of its business is logged, and nothing comes of it. */
  receive(message: unknown): void {
    if (!isFromPanel(message)) {
      const shown = inspect(message, { depth: 1, maxArrayLength: 4, maxStringLength: 100 });
      this.parts.log.warn(`The inspector sent something unknown: ${shown}`);
      return;
    }
    switch (message.kind) {
      case "ready":
        this.#ready = true;
        void this.tellAll();
        break;
      case "drawn":
        this.latencies.note(message);
        this.feedOf(message.run)?.drawn(message.sequence);
        break;
      case "sequence":
        void this.feedOf(message.run)?.tellSequence(message.place);
        break;
      case "act":
      case "pace":
        if (this.feedOf(message.run)) this.parts.act(message, this.#shown.main);
        break;
      case "save":
      case "copy":
        this.parts.act(message, this.#shown.main);
        break;
    }
  }

  private get title(): string {
    const { main, compared } = this.#shown;
    return compared.length > 0
      ? vscode.l10n.t("Compare {0} runs", compared.length + 1)
      : (this.parts.runs.get(main)?.title ?? path.basename(main));
  }

  /** Only of runs that this page shows. */
  private feedOf(run: string): RunFeed | undefined {
    return this.#feeds.find(({ directory }) => directory === run);
  }

  /** All that is shown: facts as far as they are known at once, then each run's recording. */
  private async tellAll(): Promise<void> {
    const telling = ++this.#telling;
    const roles = rolesOf(this.#shown);
    const kept = new Map(this.#feeds.map((feed) => [feed.directory, feed]));
    this.#feeds
      .filter(({ directory }) => !roles.some((role) => role.directory === directory))
      .forEach((feed) => feed.dispose());
    this.#feeds = roles.map(
      ({ directory }) =>
        kept.get(directory) ?? new RunFeed(directory, this.parts, (message) => this.post(message)),
    );
    this.post({ kind: "content", content: this.content([]) });
    const feeds = this.#feeds;
    await Promise.all(feeds.map((feed) => feed.begin()));
    // Of a run that lies elsewhere it is known only now.
    if (!this.#closed) this.panel.title = this.title;
    if (telling !== this.#telling || !this.#ready || feeds.length < 2) return;
    this.post({
      kind: "content",
      content: this.content(differencesOf(feeds.map(({ experiment }) => experiment))),
    });
  }

  private content(differences: PanelContent["differences"]): PanelContent {
    const runs = rolesOf(this.#shown).map(({ role }, index) => ({ role, facts: this.#feeds[index].facts }));
    return { title: this.title, runs, differences, notice: this.#notice };
  }

  private post(message: ToPanel): void {
    if (!this.#ready) return;
    if (message.kind === "frame") this.latencies.sent(message.run, message.frame);
    void this.panel.webview.postMessage(outgoing(message));
  }

  private rest(): void {
    this.#ready = false;
    this.#telling++;
    for (const feed of this.#feeds) feed.dispose();
    this.#feeds = [];
  }
}
