/**
 * <induction-stepper>: a whole number between two bounds, with buttons for the one before and the one after, and a field
 * to type another. Event "step" with the number, only ever one within the bounds.
 */
import { t } from "@vscode/l10n";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { icon } from "./icons";
import { inputStyles } from "./inputStyles";

@customElement("induction-stepper")
export class InductionStepper extends LitElement {
  static override readonly styles = [
    inputStyles,
    css`
      :host {
        display: inline-flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 4px;
      }
      input {
        width: calc(var(--digits) * 1ch + 16px);
        text-align: right;
      }
      button {
        display: flex;
        padding: 2px 0;
        border: 0;
        border-radius: 3px;
        background: none;
        color: inherit;
        cursor: pointer;
      }
      button:hover:not(:disabled) {
        background: var(--vscode-toolbar-hoverBackground);
      }
      button:disabled {
        color: var(--vscode-disabledForeground);
        cursor: default;
      }
      button:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
      }
      .of,
      .name {
        color: var(--vscode-descriptionForeground);
        white-space: nowrap;
      }
      .name {
        margin-right: 2px;
      }
      .error {
        flex-basis: 100%;
      }
    `,
  ];

  /** What the number is: stands before it. */
  @property() accessor label = "";
  @property({ type: Number }) accessor value = 1;
  @property({ type: Number }) accessor least = 1;
  @property({ type: Number }) accessor most = 1;
  /** What is counted; where left out, the upper bound is said. */
  @property() accessor of: string | null = null;

  /** Typed, and not a number within the bounds. */
  @state() private accessor wrong: string | null = null;
  @query("input") private accessor input!: HTMLInputElement;

  protected override willUpdate(): void {
    this.style.setProperty("--digits", String(Math.max(2, String(this.most).length)));
  }

  protected override render(): TemplateResult {
    const { label, value, least, most, wrong } = this;
    return html`<span class="name" id="name">${label}</span>
      ${this.arrow(t("{0}: the one before", label), "left", value - 1)}
      <input
        type="text"
        inputmode="numeric"
        autocomplete="off"
        aria-labelledby="name"
        aria-invalid=${wrong !== null}
        aria-describedby="said"
        .value=${wrong ?? String(value)}
        @change=${() => this.take(this.input.value)}
        @keydown=${(event: KeyboardEvent) => this.followKey(event)}
      />
      ${this.arrow(t("{0}: the next", label), "right", value + 1)}
      <span class="of">${this.of ?? t("of {0}", grouping.format(most))}</span>
      <span class=${wrong === null ? "" : "error"} id="said" aria-live="polite"
        >${wrong === null ? nothing : t("“{0}” is no whole number from {1} to {2}.", wrong, least, most)}</span
      >`;
  }

  private arrow(label: string, picture: "left" | "right", to: number): TemplateResult {
    return html`<button
      aria-label=${label}
      title=${label}
      ?disabled=${to < this.least || to > this.most}
      @click=${() => this.go(to)}
    >
      ${icon(picture)}
    </button>`;
  }

  private followKey(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === "Enter") this.take(this.input.value);
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    const to = this.value + direction;
    if (to >= this.least && to <= this.most) this.go(to);
  }

  private take(text: string): void {
    const number = /^\s*[0-9]+\s*$/.test(text) ? Number(text) : NaN;
    if (number >= this.least && number <= this.most) this.go(number);
    else this.wrong = text;
  }

  private go(to: number): void {
    this.wrong = null;
    if (to !== this.value) this.dispatchEvent(new CustomEvent("step", { detail: to }));
  }
}

const grouping = new Intl.NumberFormat("en-US");

declare global {
  interface HTMLElementTagNameMap {
    "induction-stepper": InductionStepper;
  }
}
