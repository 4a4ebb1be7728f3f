/** <induction-tabs>: names of pages one beside the other, of which one is open. Event "tab" with its value. */
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

export interface Tab {
  readonly value: string;
  readonly text: string;
}

@customElement("induction-tabs")
export class InductionTabs extends LitElement {
  static override readonly styles = css`
    [role="tablist"] {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 22px;
      border-bottom: 1px solid var(--hairline);
    }
    button {
      padding: 0 0 7px;
      border: 0;
      border-bottom: 2px solid transparent;
      background: none;
      color: var(--vscode-descriptionForeground);
      font: inherit;
      cursor: pointer;
    }
    button[aria-selected="true"] {
      border-bottom-color: var(--vscode-panelTitle-activeBorder, currentColor);
      color: var(--vscode-foreground);
    }
    button:hover {
      color: var(--vscode-foreground);
    }
    button:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
      outline-offset: 2px;
    }
    [role="tabpanel"] {
      padding-top: 16px;
    }
  `;

  @property() accessor label = "";
  @property({ attribute: false }) accessor tabs: readonly Tab[] = [];
  @property() accessor value = "";

  protected override render(): TemplateResult {
    return html`<div
        role="tablist"
        aria-label=${this.label}
        @keydown=${(event: KeyboardEvent) => this.followKey(event)}
      >
        ${this.tabs.map(
          ({ value, text }) =>
            html`<button
              role="tab"
              id=${`tab-${value}`}
              aria-selected=${value === this.value}
              aria-controls="panel"
              tabindex=${value === this.value ? 0 : -1}
              @click=${() => this.choose(value)}
            >
              ${text}
            </button>`,
        )}
      </div>
      <div role="tabpanel" id="panel" aria-labelledby=${`tab-${this.value}`}><slot></slot></div>`;
  }

  private followKey(event: KeyboardEvent): void {
    const count = this.tabs.length;
    const index = this.tabs.findIndex(({ value }) => value === this.value);
    const next = { ArrowRight: index + 1, ArrowLeft: index - 1 + count, Home: 0, End: count - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.choose(this.tabs[next % count].value);
    this.renderRoot.querySelectorAll("button")[next % count]?.focus();
  }

  private choose(value: string): void {
    if (value !== this.value) this.dispatchEvent(new CustomEvent("tab", { detail: value }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-tabs": InductionTabs;
  }
}
