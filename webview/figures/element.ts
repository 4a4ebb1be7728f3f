/**
 * <induction-figure>: what surrounds a drawing. A menu in its corner gives its numbers and its picture out, and shows
 * the table behind it. Events "save-file" and "copy-text".
 */
import { t } from "@vscode/l10n";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import "../controls";
import type { MenuItem } from "../controls";
import type { Theme } from "../theme";
import type { Figure } from "./figure";
import { csvOf, tsvOf } from "./files";
import { pngOf } from "./png";
import { tableStyles, tableView } from "./table";

@customElement("induction-figure")
export class InductionFigure extends LitElement {
  static override readonly styles = [
    css`
      :host {
        position: relative;
        display: block;
        min-width: 0;
      }
      induction-menu {
        position: absolute;
        z-index: 1;
        top: -1px;
        right: 0;
      }
    `,
    tableStyles,
  ];

  @property({ attribute: false }) accessor figure!: Figure;
  @property({ attribute: false }) accessor theme!: Theme;

  @state() private accessor showsTable = false;

  protected override render(): TemplateResult {
    return html`<slot></slot>
      ${this.showsTable ? tableView(this.figure) : nothing}
      <induction-menu .label=${t("Figure: {0}", this.figure.name)} .items=${this.items()}></induction-menu>`;
  }

  private items(): readonly MenuItem[] {
    return [
      { text: t("Copy Data"), act: () => this.copy() },
      { text: t("Save as CSV"), act: () => this.save("csv", encoded(csvOf(this.figure.table()))) },
      { text: t("Save as SVG"), act: () => this.save("svg", encoded(this.figure.svg(this.theme))) },
      { text: t("Save as PNG"), act: () => void this.savePng() },
      {
        text: this.showsTable ? t("Hide Table") : t("Show Table"),
        act: () => (this.showsTable = !this.showsTable),
      },
    ];
  }

  private copy(): void {
    this.tell("copy-text", tsvOf(this.figure.table()));
  }

  private async savePng(): Promise<void> {
    this.save("png", await pngOf(this.figure.svg(this.theme)));
  }

  private save(ending: string, contents: Uint8Array): void {
    this.tell("save-file", { name: this.figure.name, ending, contents });
  }

  private tell(name: "save-file" | "copy-text", detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-figure": InductionFigure;
  }
}
