/** <induction-toggle>: one of a few words, all in sight; the arrow keys go through them. Event "toggle". */
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

export interface ToggleOption {
  readonly value: string;
  readonly text: string;
}

@customElement("induction-toggle")
export class InductionToggle extends LitElement {
  static override readonly styles = css`
    :host {
      display: inline-flex;
      gap: 10px;
    }
    button {
      padding: 0 0 1px;
      border: 0;
      border-bottom: 1px solid transparent;
      background: none;
      color: var(--vscode-descriptionForeground);
      font: inherit;
      cursor: pointer;
    }
    button[aria-checked="true"] {
      border-bottom-color: currentColor;
      color: var(--vscode-foreground);
    }
    button:hover {
      color: var(--vscode-foreground);
    }
    button:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
      outline-offset: 2px;
    }
  `;

  @property() accessor label = "";
  @property({ attribute: false }) accessor options: readonly ToggleOption[] = [];
  @property() accessor value = "";

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    this.role = "radiogroup";
    return root;
  }

  protected override render(): TemplateResult[] {
    this.ariaLabel = this.label;
    return this.options.map(
      ({ value, text }) =>
        html`<button
          role="radio"
          aria-checked=${value === this.value}
          tabindex=${value === this.value ? 0 : -1}
          @click=${() => this.choose(value)}
          @keydown=${(event: KeyboardEvent) => this.followKey(event)}
        >
          ${text}
        </button>`,
    );
  }

  private followKey(event: KeyboardEvent): void {
    const direction = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    const count = this.options.length;
    const index = this.options.findIndex(({ value }) => value === this.value);
    const next = (index + direction + count) % count;
    this.choose(this.options[next].value);
    this.renderRoot.querySelectorAll("button")[next]?.focus();
  }

  private choose(value: string): void {
    if (value === this.value) return;
    this.value = value;
    this.dispatchEvent(new CustomEvent("toggle", { detail: value }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-toggle": InductionToggle;
  }
}
