/** <induction-inspector>: the page. It keeps what is known, lays the parts out, and speaks with the host. */
import { t } from "@vscode/l10n";
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { Frame, ToPanel } from "../../core/protocol";
import type { PointEvent, StepScale } from "../charts";
import { connectHost } from "../host";
import { isComparison } from "../plots";
import { circuitOf, hasLosses, received, waiting, type ShownContent, type ShownRun } from "../store";
import { readTheme, watchTheme, type Theme } from "../theme";
import "./classifier";
import "./comparison";
import "./copier";
import type { ActEvent, PaceEvent } from "./events";
import { FrameRhythm } from "./frames";
import "./head";
import "./losses";
import { missing, missingStyles } from "./missing";
import "./notices";
import "./selector";
import { pageStyles } from "./styles";

@customElement("induction-inspector")
export class InductionInspector extends LitElement {
  static override readonly styles = [
    pageStyles,
    missingStyles,
    css`
      :host {
        container-type: inline-size;
        max-width: 1360px;
        margin: 0 auto;
        padding: 16px 4px 48px;
        color: var(--vscode-foreground);
        font-family: var(--vscode-font-family, sans-serif);
        font-size: var(--vscode-font-size, 13px);
        line-height: 1.35;
      }
      induction-losses,
      induction-comparison {
        margin-top: 26px;
      }
      .parts {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 30px 40px;
        margin-top: 30px;
      }
      .parts > * {
        padding-top: 12px;
        border-top: 1px solid var(--vscode-contrastBorder, var(--hairline));
      }
      @container (max-width: 900px) {
        .parts {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @state() private accessor known = waiting;
  @state() private accessor theme: Theme = readTheme();
  @state() private accessor pointed: number | null = null;
  @state() private accessor stepScale: StepScale;

  readonly #host = connectHost((message) => this.receive(message));
  readonly #rhythm = new FrameRhythm({
    draw: (frames) => {
      for (const [run, frame] of frames) this.known = received(this.known, { kind: "frame", run, frame });
    },
    drawn: (frames) => this.answer(frames),
  });
  #unwatch: (() => void) | undefined;

  constructor() {
    super();
    // Also what the page itself says in place of its parts.
    this.addEventListener("act", ({ detail }: ActEvent) => this.#host.post({ kind: "act", ...detail }));
    this.stepScale = this.#host.savedView().stepScale;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = watchTheme((theme) => (this.theme = theme));
    this.#host.post({ kind: "ready" });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("theme") || !this.hasUpdated) {
      this.style.setProperty("--hairline", this.theme.hairline);
      this.theme.series.forEach((colour, index) => this.style.setProperty(`--series-${index}`, colour));
    }
  }

  protected override render(): TemplateResult {
    if (this.known.kind === "waiting")
      return html`<p class="muted" role="status">${t("Opening the run …")}</p>`;
    return html`<main
      @pace=${({ detail }: PaceEvent) => this.#host.post({ kind: "pace", ...detail })}
      @point=${({ detail }: PointEvent) => (this.pointed = detail)}
      @scale=${({ detail }: CustomEvent<StepScale>) => this.setScale(detail)}
    >
      ${this.page(this.known)}
    </main>`;
  }

  private page({ title, runs, differences, notice }: ShownContent): TemplateResult {
    const [main] = runs;
    const compares = isComparison(runs);
    const table = html`<induction-comparison
      .runs=${runs}
      .differences=${differences}
    ></induction-comparison>`;
    return html`
      <induction-head-line
        .run=${main}
        .heading=${compares ? title : main.facts.title}
        ?overMany=${compares}
      ></induction-head-line>
      <induction-notices .notice=${notice} .run=${main}></induction-notices>
      ${compares ? table : nothing} ${this.losses(runs)} ${this.circuit(runs)}
      ${runs.length > 1 && !compares ? table : nothing}
    `;
  }

  private losses(runs: readonly ShownRun[]): TemplateResult | typeof nothing {
    if (!runs.some(hasLosses)) return nothing;
    return html`<induction-losses
      .runs=${runs}
      .stepScale=${this.stepScale}
      .theme=${this.theme}
      .pointed=${this.pointed}
    ></induction-losses>`;
  }

  private circuit(runs: readonly ShownRun[]): TemplateResult {
    if (runs.every((run) => circuitOf(run) === null)) return missing(this, runs[0]);
    const { stepScale, theme, pointed } = this;
    return html`<div class="parts">
      <induction-copier .runs=${runs} .theme=${theme}></induction-copier>
      <induction-selector
        .runs=${runs}
        .stepScale=${stepScale}
        .theme=${theme}
        .pointed=${pointed}
      ></induction-selector>
      <induction-classifier
        .runs=${runs}
        .stepScale=${stepScale}
        .theme=${theme}
        .pointed=${pointed}
      ></induction-classifier>
    </div>`;
  }

  private receive(message: ToPanel): void {
    if (message.kind === "frame") {
      this.#rhythm.add(message.run, message.frame);
      return;
    }
    this.known = received(this.known, message);
    if (message.kind === "content") this.keep();
  }

  private answer(frames: ReadonlyMap<string, Frame>): void {
    const drawnAt = Date.now();
    for (const [run, { sequence }] of frames) this.#host.post({ kind: "drawn", run, sequence, drawnAt });
  }

  private setScale(scale: StepScale): void {
    this.stepScale = scale;
    this.keep();
  }

  private keep(): void {
    const shown = this.known.kind === "shown" ? this.known.runs : [];
    const runs = shown.map(({ role, facts }) => ({ role, run: facts.run }));
    this.#host.keepView({ runs, stepScale: this.stepScale });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-inspector": InductionInspector;
  }
}
