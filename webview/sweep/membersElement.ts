/**
 * <induction-sweep-members>: every member as a row, with how it stands, what it was given and what it came to. Heads of
 * columns sort; a click on a row opens the member (event "open-member"). Thousands come in portions.
 */
import { t } from "@vscode/l10n";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { SweepMember } from "../../core/protocol";
import { button, icon } from "../controls";
import { grouped } from "../words";
import type { SweepColumn } from "./columns";
import { tell } from "./events";
import { memberStateIcons, memberStateWord } from "./memberWords";
import { membersStyles } from "./membersStyles";
import { sortedMembers } from "./sortedMembers";
import type { Sort } from "./sweepView";
import { columnText } from "./values";

/** Rows shown at first, and each time more are asked for. */
const portion = 200;

@customElement("induction-sweep-members")
export class SweepMembers extends LitElement {
  static override readonly styles = membersStyles;

  @property({ attribute: false }) accessor members!: readonly SweepMember[];
  @property({ attribute: false }) accessor columns!: readonly SweepColumn[];
  @property({ attribute: false }) accessor sort!: Sort;

  @state() private accessor shown = portion;

  #sorted: readonly SweepMember[] = [];
  /** Whether any says why it failed. */
  #failed = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const sorts = (["members", "columns", "sort"] as const).some((name) => changed.has(name));
    this.#failed = this.members.some(({ failure }) => failure !== null);
    if (sorts) this.#sorted = sortedMembers(this.members, this.columns, this.sort);
  }

  protected override render(): TemplateResult {
    const rows = this.#sorted.slice(0, this.shown);
    const hidden = this.#sorted.length - rows.length;
    return html`<div class="scroll" role="region" tabindex="0" aria-label=${t("Members of the sweep")}>
        <table>
          <caption class="hidden">
            ${t("Members of the sweep")}
          </caption>
          <thead>
            <tr>
              ${this.heading("member", t("member"), "", true)}${this.heading("state", t("state"), "")}
              ${this.columns.map((column) =>
                this.heading(column.id, column.name, column.description, column.numeric, column.kind),
              )}${this.#failed ? html`<th scope="col">${t("why it failed")}</th>` : nothing}
            </tr>
          </thead>
          <tbody>
            ${rows.map((member) => this.row(member))}
          </tbody>
        </table>
      </div>
      ${
        hidden > 0
          ? html`<p class="more">
              <span class="muted"
                >${t("{0} of {1} members", grouped(rows.length), grouped(this.#sorted.length))}</span
              >
              ${button({ label: t("Show More"), look: "secondary", onClick: () => (this.shown += portion) })}
            </p>`
          : nothing
      }`;
  }

  private heading(id: string, name: string, hint: string, isNumber = false, kind = ""): TemplateResult {
    const { column, descending } = this.sort;
    const sorted = column === id;
    const direction = descending ? "descending" : "ascending";
    return html`<th scope="col" class=${isNumber ? "number" : ""} aria-sort=${sorted ? direction : nothing}>
      <button class=${kind} title=${hint || nothing} @click=${() => this.sortBy(id)}>
        ${name}<span class="arrow" aria-hidden="true">${sorted ? (descending ? "↓" : "↑") : ""}</span>
      </button>
    </th>`;
  }

  private row(member: SweepMember): TemplateResult {
    const { index, state, failure } = member;
    const opens = state !== "waiting";
    return html`<tr class=${opens ? "opens" : ""} @click=${() => this.open(member)}>
      <th scope="row" class="number">
        ${
          opens
            ? html`<button class="link" title=${t("Open the inspector of member {0}", index)}>
                ${index}
              </button>`
            : index
        }
      </th>
      <td class="state ${state}">
        <span>${icon(memberStateIcons[state])}${memberStateWord(state)}</span>
      </td>
      ${this.columns.map((column) => cell(column, member))}
      ${this.#failed ? html`<td class="failure">${failure ?? ""}</td>` : nothing}
    </tr>`;
  }

  /** The row's button is part of it: one listener hears both. */
  private open({ index, state }: SweepMember): void {
    if (state !== "waiting") tell(this, "open-member", index);
  }

  private sortBy(id: string): void {
    const { column, descending } = this.sort;
    const sort: Sort = { column: id, descending: column === id && !descending };
    tell(this, "change-view", { sort });
  }
}

function cell(column: SweepColumn, member: SweepMember): TemplateResult {
  const value = column.valueOf(member);
  const words = columnText(column, value);
  const shown = typeof value === "number" ? html`<data value=${value}>${words}</data>` : words;
  return html`<td class=${column.numeric ? "number" : ""}>${shown}</td>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-sweep-members": SweepMembers;
  }
}
