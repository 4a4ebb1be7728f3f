/**
 * <induction-field>: a line to type or paste into, and beside it what is wrong with it. Event "text" at every change.
 * What is typed is never anything but text.
 */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { inputStyles } from "./inputStyles";

@customElement("induction-field")
export class InductionField extends LitElement {
  static override readonly styles = [
    inputStyles,
    css`
      :host {
        display: block;
      }
      input {
        width: 100%;
        font-family: var(--vscode-editor-font-family, monospace);
      }
      p {
        margin: 4px 0 0;
        line-height: 1.45;
        overflow-wrap: anywhere;
      }
      .hint {
        color: var(--vscode-descriptionForeground);
      }
    `,
  ];

  @property() accessor label = "";
  @property() accessor placeholder = "";
  /** What is wrong; empty where nothing is. */
  @property() accessor error = "";
  /** What is good to know; gives way to an error. */
  @property() accessor hint = "";
  @property() accessor value = "";

  @query("input") private accessor input!: HTMLInputElement;

  override focus(): void {
    this.input.focus();
  }

  protected override render(): TemplateResult {
    const { error, hint } = this;
    return html`<input
        type="text"
        spellcheck="false"
        autocomplete="off"
        aria-label=${this.label}
        aria-invalid=${error !== ""}
        aria-describedby="said"
        placeholder=${this.placeholder}
        .value=${this.value}
        @input=${() => this.tell()}
        @keydown=${(event: KeyboardEvent) => event.stopPropagation()}
      />
      <div id="said" aria-live="polite">
        ${error ? html`<p class="error">${error}</p>` : hint ? html`<p class="hint">${hint}</p>` : nothing}
      </div>`;
  }

  private tell(): void {
    this.value = this.input.value;
    this.dispatchEvent(new CustomEvent("text", { detail: this.value }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-field": InductionField;
  }
}
