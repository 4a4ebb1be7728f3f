/** <induction-number>: a number that tells where it comes from: a click, Enter or Space opens its formula beside it. */
import { t } from "@vscode/l10n";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { formulaStyles, formulaView } from "./view";
import type { Formula } from "./formula";

/** Between the number and its formula, and between that and the edge of the page; in pixels. */
const gap = 6;

@customElement("induction-number")
export class InductionNumber extends LitElement {
  static override readonly styles = [
    formulaStyles,
    css`
      :host {
        display: inline;
      }
      .opener {
        margin: 0;
        padding: 0;
        border: 0;
        border-bottom: 1px dotted color-mix(in srgb, currentColor 45%, transparent);
        background: none;
        color: inherit;
        font: inherit;
        font-variant-numeric: tabular-nums;
        cursor: help;
      }
      .opener:hover,
      .opener[aria-expanded="true"] {
        border-bottom-style: solid;
        border-bottom-color: currentColor;
      }
      .opener:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: 2px;
      }
      [popover] {
        position: fixed;
        inset: auto;
        box-sizing: border-box;
        width: max-content;
        max-width: min(480px, calc(100vw - 12px));
        max-height: 70vh;
        margin: 0;
        padding: 12px 16px;
        overflow: auto;
        font-weight: normal;
        text-align: left;
        white-space: normal;
        border: 1px solid var(--vscode-editorHoverWidget-border, var(--vscode-widget-border, var(--hairline)));
        border-radius: 4px;
        background: var(--vscode-editorHoverWidget-background, var(--vscode-editor-background));
        color: var(--vscode-editorHoverWidget-foreground, var(--vscode-foreground));
      }
      [popover]:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
      }
    `,
  ];

  /** In full. */
  @property({ attribute: false }) accessor value = NaN;
  /** As people read it. */
  @property({ attribute: false }) accessor text = "";
  /** Made only when asked for; it changes with every drawing of what surrounds the number, and alone draws nothing. */
  @property({ attribute: false, hasChanged: () => false }) accessor formula!: () => Formula;

  @state() private accessor open = false;
  @query(".opener") private accessor opener!: HTMLButtonElement;
  @query("[popover]") private accessor panel!: HTMLElement | null;

  readonly #place = () => this.place();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unfollow();
    this.open = false;
  }

  protected override render(): TemplateResult {
    return html`<button
        class="opener"
        aria-haspopup="dialog"
        aria-expanded=${this.open}
        title=${t("Show the formula")}
        @click=${() => void this.toggle()}
      >
        <data value=${this.value}>${this.text}</data></button
      >${this.open ? this.formulaPanel() : nothing}`;
  }

  private formulaPanel(): TemplateResult {
    const formula = this.formula();
    return html`<div
      popover
      role="dialog"
      tabindex="-1"
      aria-label=${t("Formula: {0}", formula.name)}
      @toggle=${({ newState }: ToggleEvent) => this.closed(newState)}
      @keydown=${(event: KeyboardEvent) => event.stopPropagation()}
    >
      ${formulaView(formula)}
    </div>`;
  }

  private async toggle(): Promise<void> {
    if (this.open) {
      this.panel?.hidePopover();
      return;
    }
    this.open = true;
    await this.updateComplete;
    this.panel?.showPopover();
    this.panel?.focus();
    this.place();
    window.addEventListener("scroll", this.#place, { capture: true, passive: true });
    window.addEventListener("resize", this.#place);
  }

  /** Below the number where there is room, otherwise above it; always wholly on the page. */
  private place(): void {
    const { panel } = this;
    if (!panel) return;
    const anchor = this.opener.getBoundingClientRect();
    const { width, height } = panel.getBoundingClientRect();
    const left = Math.max(gap, Math.min(anchor.left, window.innerWidth - width - gap));
    const below = anchor.bottom + gap;
    const top = below + height <= window.innerHeight - gap ? below : Math.max(gap, anchor.top - gap - height);
    panel.style.setProperty("left", `${left}px`);
    panel.style.setProperty("top", `${top}px`);
  }

  private closed(newState: string): void {
    if (newState !== "closed") return;
    const hadFocus =
      this.panel?.matches(":focus-within, :focus") === true || document.activeElement === document.body;
    this.unfollow();
    this.open = false;
    if (hadFocus) this.opener.focus();
  }

  private unfollow(): void {
    window.removeEventListener("scroll", this.#place, { capture: true });
    window.removeEventListener("resize", this.#place);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-number": InductionNumber;
  }
}
