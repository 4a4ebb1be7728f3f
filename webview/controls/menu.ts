/**
 * <induction-menu>: a button that opens a list of actions. The arrow keys, Home and End go through them, Enter and
 * Space do one, Escape closes, and so does going elsewhere.
 */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { icon } from "./icons";

export interface MenuItem {
  readonly text: string;
  readonly act: () => void;
}

@customElement("induction-menu")
export class InductionMenu extends LitElement {
  static override readonly styles = css`
    :host {
      position: relative;
      display: inline-block;
    }
    button {
      border: 0;
      background: none;
      color: inherit;
      font: inherit;
      cursor: pointer;
    }
    .opener {
      display: flex;
      padding: 1px 3px;
      border-radius: 3px;
      color: var(--vscode-descriptionForeground);
    }
    .opener:hover,
    .opener[aria-expanded="true"] {
      color: var(--vscode-foreground);
      background: var(--vscode-toolbar-hoverBackground);
    }
    .opener:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
    }
    [role="menuitem"]:focus {
      outline: 1px solid var(--vscode-menu-selectionBorder, var(--vscode-focusBorder));
      outline-offset: -1px;
    }
    [role="menu"] {
      position: absolute;
      z-index: 10;
      top: 100%;
      right: 0;
      min-width: max-content;
      margin-top: 2px;
      padding: 4px;
      border: 1px solid var(--vscode-menu-border, var(--hairline));
      border-radius: 4px;
      background: var(--vscode-menu-background, var(--vscode-editor-background));
      color: var(--vscode-menu-foreground, var(--vscode-foreground));
    }
    [role="menuitem"] {
      display: block;
      width: 100%;
      padding: 4px 18px 4px 10px;
      border-radius: 3px;
      text-align: left;
      white-space: nowrap;
    }
    [role="menuitem"]:focus {
      background: var(--vscode-menu-selectionBackground, var(--vscode-list-hoverBackground));
      color: var(--vscode-menu-selectionForeground, inherit);
    }
  `;

  @property() accessor label = "";
  @property({ attribute: false }) accessor items: readonly MenuItem[] = [];

  @state() private accessor open = false;
  @query(".opener") private accessor opener!: HTMLButtonElement;

  protected override render(): TemplateResult {
    return html`<div
      @focusout=${(event: FocusEvent) => this.leave(event)}
      @keydown=${(event: KeyboardEvent) => this.followKey(event)}
    >
      <button
        class="opener"
        aria-haspopup="menu"
        aria-expanded=${this.open}
        aria-label=${this.label}
        title=${this.label}
        @click=${() => this.toggle()}
      >
        ${icon("more")}
      </button>
      ${this.open ? this.list() : nothing}
    </div>`;
  }

  private list(): TemplateResult {
    return html`<div role="menu" aria-label=${this.label}>
      ${this.items.map(
        ({ text, act }) =>
          html`<button
            role="menuitem"
            tabindex="-1"
            @click=${() => this.choose(act)}
            @pointermove=${({ currentTarget }: Event) => focus(currentTarget)}
          >
            ${text}
          </button>`,
      )}
    </div>`;
  }

  private toggle(): void {
    if (this.open) this.open = false;
    else void this.openAt(0);
  }

  private async openAt(index: number): Promise<void> {
    this.open = true;
    await this.updateComplete;
    this.entries.at(index)?.focus();
  }

  private get entries(): HTMLElement[] {
    return Array.from(this.renderRoot.querySelectorAll<HTMLElement>('[role="menuitem"]'));
  }

  private choose(act: () => void): void {
    this.close();
    act();
  }

  private close(): void {
    this.open = false;
    this.opener.focus();
  }

  private leave({ relatedTarget }: FocusEvent): void {
    if (!(relatedTarget instanceof Node && this.renderRoot.contains(relatedTarget))) this.open = false;
  }

  private followKey(event: KeyboardEvent): void {
    if (!this.open) {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      event.stopPropagation();
      void this.openAt(event.key === "ArrowDown" ? 0 : -1);
      return;
    }
    if (event.key === "Tab") this.open = false;
    const { entries } = this;
    const at = entries.findIndex((entry) => entry.matches(":focus"));
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => entries[(at + 1) % entries.length].focus(),
      ArrowUp: () => entries.at(at <= 0 ? -1 : at - 1)?.focus(),
      Home: () => entries[0].focus(),
      End: () => entries.at(-1)?.focus(),
      Escape: () => this.close(),
    };
    if (!(event.key in moves)) return;
    event.preventDefault();
    event.stopPropagation();
    moves[event.key]();
  }
}

/** One entry is the current one, whether by the keys or by the pointer. */
function focus(entry: EventTarget | null): void {
  if (entry instanceof HTMLElement && !entry.matches(":focus")) entry.focus();
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-menu": InductionMenu;
  }
}
