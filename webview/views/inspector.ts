/** <induction-inspector>: the page. It keeps what is known, lays the parts out, and speaks with the host. */
import { t } from "@vscode/l10n";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { Frame, PanelRun, ToPanel } from "../../core/protocol";
import type { ChooseEvent, PointEvent } from "../charts";
import { connectHost } from "../host";
import { isComparison } from "../plots";
import { hasLosses, received, stepAtPlace, waiting, type Look, type ShownContent } from "../store";
import { readTheme, watchTheme } from "../theme";
import { circuits } from "./circuits";
import type { ActEvent, AskSequenceEvent, LookEvent, PaceEvent, ScalarsEvent, TracedEvent } from "./events";
import { FrameRhythm } from "./frames";
import { fileNameOf, type CopyEvent, type SaveEvent } from "../figures";
import "./head";
import { inspectorStyles } from "./inspectorStyles";
import { missingStyles } from "./missing";
import "./notices";
import { openPage, pagesOf } from "./pages";
import { pageStyles } from "./styles";
import "./timeline";

@customElement("induction-inspector")
export class InductionInspector extends LitElement {
  static override readonly styles = [pageStyles, missingStyles, inspectorStyles];

  @state() private accessor known = waiting;
  @state() private accessor look: Look;
  @state() private accessor tab: string;

  readonly #host = connectHost((message) => this.receive(message));
  readonly #rhythm = new FrameRhythm({
    draw: (frames) => {
      for (const [run, frame] of frames) this.known = received(this.known, { kind: "frame", run, frame });
    },
    drawn: (frames) => this.answer(frames),
  });
  #unwatch: (() => void) | undefined;
  #styledFor: Look["theme"] | undefined;

  constructor() {
    super();
    const { axis, tab } = this.#host.savedView();
    this.look = { axis, chosen: null, pointed: null, highlight: null, theme: readTheme() };
    this.tab = tab;
    this.listen();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = watchTheme((theme) => (this.look = { ...this.look, theme }));
    this.#host.post({ kind: "ready" });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
  }

  protected override willUpdate(): void {
    const { theme } = this.look;
    if (theme === this.#styledFor) return;
    this.#styledFor = theme;
    this.style.setProperty("--hairline", theme.hairline);
    theme.series.forEach((colour, index) => this.style.setProperty(`--series-${index}`, colour));
  }

  protected override render(): TemplateResult {
    if (this.known.kind === "waiting")
      return html`<p class="muted" role="status">${t("Opening the run …")}</p>`;
    return html`<main>${this.page(this.known)}</main>`;
  }

  private page(content: ShownContent): TemplateResult {
    const { title, runs, notice } = content;
    const [main] = runs;
    const compares = isComparison(runs);
    return html`
      <induction-head-line
        .run=${main}
        .heading=${compares ? title : main.facts.title}
        ?overMany=${compares}
      ></induction-head-line>
      <induction-notices .notice=${notice} .runs=${runs}></induction-notices>
      ${runs.some(hasLosses) ? html`<induction-timeline .runs=${runs} .look=${this.look}></induction-timeline>` : nothing}
      ${circuits(this, content, this.look)} ${this.pages(content)}
    `;
  }

  private pages(content: ShownContent): TemplateResult | typeof nothing {
    if (!content.runs.some(hasLosses)) return nothing;
    const tabs = pagesOf(content);
    const open = tabs.some(({ value }) => value === this.tab) ? this.tab : tabs[0].value;
    return html`<induction-tabs
      .label=${t("More of the run")}
      .tabs=${tabs}
      .value=${open}
      @tab=${({ detail }: CustomEvent<string>) => this.openTab(detail)}
    >
      ${openPage(open, content, this.look)}
    </induction-tabs>`;
  }

  /** What its parts ask for. */
  private listen(): void {
    const host = this.#host;
    this.addEventListener("look", ({ detail }: LookEvent) => this.setLook(detail));
    this.addEventListener("point", ({ detail }: PointEvent) => this.setLook({ pointed: detail }));
    this.addEventListener("choose", ({ detail }: ChooseEvent) => this.choose(detail));
    this.addEventListener("traced", ({ detail }: TracedEvent) => {
      if (this.known.kind === "shown") this.known = { ...this.known, traced: detail };
    });
    this.addEventListener("scalars", ({ detail }: ScalarsEvent) => {
      if (this.known.kind === "shown") this.known = { ...this.known, scalars: detail };
    });
    this.addEventListener("ask-sequence", ({ detail }: AskSequenceEvent) =>
      host.post({ kind: "sequence", ...detail }),
    );
    this.addEventListener("act", ({ detail }: ActEvent) => host.post({ kind: "act", ...detail }));
    this.addEventListener("pace", ({ detail }: PaceEvent) => host.post({ kind: "pace", ...detail }));
    this.addEventListener("save-file", ({ detail }: SaveEvent) => this.save(detail));
    this.addEventListener("copy-text", ({ detail }: CopyEvent) => host.post({ kind: "copy", text: detail }));
  }

  private receive(message: ToPanel): void {
    if (message.kind === "frame") {
      this.#rhythm.add(message.run, message.frame);
      return;
    }
    this.#rhythm.flush();
    this.known = received(this.known, message);
    if (message.kind !== "content") return;
    this.keep();
    const { chosen } = this.look;
    // It was chosen of another run: these may never come so far.
    const beyond = ({ role, facts }: PanelRun) => role === "ghost" || facts.totalSteps < (chosen ?? 0);
    if (chosen !== null && message.content.runs.every(beyond)) this.setLook({ chosen: null });
  }

  private answer(frames: ReadonlyMap<string, Frame>): void {
    const drawnAt = Date.now();
    for (const [run, { sequence }] of frames) this.#host.post({ kind: "drawn", run, sequence, drawnAt });
  }

  private setLook(change: Partial<Look>): void {
    const before = this.look;
    // A place on one axis is none on another.
    const pointed = change.axis && change.axis.quantity !== before.axis.quantity ? { pointed: null } : {};
    this.look = { ...before, ...pointed, ...change };
    if (change.axis) this.keep();
  }

  /** @param place null: the newest */
  private choose(place: number | null): void {
    if (this.known.kind !== "shown") return;
    const step = stepAtPlace(this.known.runs[0], this.look.axis.quantity);
    this.setLook({ chosen: place === null ? null : step(place) });
  }

  private save({ name, ending, contents }: SaveEvent["detail"]): void {
    const title = this.known.kind === "shown" ? this.known.title : "";
    this.#host.post({ kind: "save", fileName: fileNameOf(title, name, ending), contents });
  }

  private openTab(tab: string): void {
    this.tab = tab;
    this.keep();
  }

  private keep(): void {
    const shown = this.known.kind === "shown" ? this.known.runs : [];
    const runs = shown.map(({ role, facts }) => ({ role, run: facts.run }));
    this.#host.keepView({ runs, axis: this.look.axis, tab: this.tab });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-inspector": InductionInspector;
  }
}
