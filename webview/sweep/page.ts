/** <induction-sweep>: the page of a sweep. It keeps what is known and how it is looked at, and speaks with the host. */
import { t } from "@vscode/l10n";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { SweepContent, ToSweepPanel } from "../../core/protocol";
import { button } from "../controls";
import { fileNameOf, type CopyEvent, type SaveEvent } from "../figures";
import { readTheme, watchTheme, type Theme } from "../theme";
import { grouped } from "../words";
import { columnsOf } from "./columns";
import type { ChangeViewEvent, ChooseMembersEvent, OpenMemberEvent } from "./events";
import { plateauLaw } from "./plateauLaw";
import { plotControls } from "./plotControls";
import "./membersElement";
import "./plotElement";
import { pageStyles } from "./pageStyles";
import { plotOf, type SweepPlot } from "./plot";
import { receivedSweep, type KnownSweep } from "./store";
import { sweepHead } from "./sweepHead";
import { connectSweepHost } from "./sweepHost";
import { drawnOf, type Drawn, type SweepView } from "./sweepView";

@customElement("induction-sweep")
export class InductionSweep extends LitElement {
  static override readonly styles = pageStyles;

  @state() private accessor known: KnownSweep = { kind: "waiting" };
  @state() private accessor view: SweepView;
  @state() private accessor theme: Theme = readTheme();
  /** Members that alone are listed; null: all. */
  @state() private accessor chosen: ChooseMembersEvent["detail"] = null;

  readonly #host = connectSweepHost((message) => this.receive(message));
  #unwatch: (() => void) | undefined;

  constructor() {
    super();
    this.view = this.#host.savedView();
    this.addEventListener("change-view", ({ detail }: ChangeViewEvent) => this.change(detail));
    this.addEventListener("choose-members", ({ detail }: ChooseMembersEvent) => (this.chosen = detail));
    this.addEventListener("open-member", ({ detail }: OpenMemberEvent) =>
      this.#host.post({ kind: "open", member: detail }),
    );
    this.addEventListener("save-file", ({ detail }: SaveEvent) => this.save(detail));
    this.addEventListener("copy-text", ({ detail }: CopyEvent) =>
      this.#host.post({ kind: "copy", text: detail }),
    );
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

  protected override willUpdate(): void {
    this.style.setProperty("--hairline", this.theme.hairline);
  }

  protected override render(): TemplateResult {
    const { known } = this;
    switch (known.kind) {
      case "waiting":
        return html`<p class="muted" role="status">${t("Opening the sweep …")}</p>`;
      case "unreadable":
        return html`<main>
          <h1>${known.title}</h1>
          <p role="alert">${known.problem}</p>
        </main>`;
      case "shown":
        return html`<main>${this.page(known.sweep)}</main>`;
    }
  }

  private page(sweep: SweepContent): TemplateResult {
    const columns = columnsOf(sweep);
    const drawn = drawnOf(sweep, this.view);
    return html`${sweepHead(sweep, (action) => this.#host.post({ kind: "act", action }))}
      <section aria-label=${t("Figure")}>
        ${drawn ? plotControls(this, columns, drawn) : nothing}${drawn ? this.figure(sweep, drawn) : this.nothingYet(sweep)}
      </section>
      ${plateauLaw(sweep)}
      <section aria-label=${t("Table")}>
        ${this.chosenLine(sweep)}
        <induction-sweep-members
          .members=${this.listed(sweep)}
          .columns=${columns}
          .sort=${this.view.sort}
        ></induction-sweep-members>
      </section>`;
  }

  private figure(sweep: SweepContent, drawn: Drawn): TemplateResult {
    const plot = plotOf(sweep, drawn);
    const fields = columnsOf(sweep).filter(({ kind }) => kind === "field");
    return html`<induction-sweep-plot
        .plot=${plot}
        .fields=${fields}
        .theme=${this.theme}
      ></induction-sweep-plot>
      ${leftOut(sweep, plot)}`;
  }

  private nothingYet({ standing }: SweepContent): TemplateResult {
    return html`<p class="caption muted">
      ${
        standing.state === "running"
          ? t("The figure begins when the first member has come to its end.")
          : t("No member has come to its end yet, so there is nothing to draw.")
      }
    </p>`;
  }

  private listed({ members }: SweepContent): SweepContent["members"] {
    const { chosen } = this;
    return chosen ? chosen.members.flatMap((index) => members[index] ?? []) : members;
  }

  private chosenLine({ members }: SweepContent): TemplateResult {
    const { chosen } = this;
    const heading = html`<h2>${t("Members")}</h2>`;
    if (!chosen) return html`<div class="heading">${heading}</div>`;
    return html`<div class="heading">
      ${heading}
      <span role="status"
        >${chosen.words}:
        ${t("{0} of {1} members", grouped(chosen.members.length), grouped(members.length))}</span
      >
      ${button({ label: t("Show All Members"), look: "secondary", onClick: () => (this.chosen = null) })}
    </div>`;
  }

  private receive(message: ToSweepPanel): void {
    this.known = receivedSweep(this.known, message);
    if (message.kind === "progress") return;
    this.chosen = null;
    this.change({ directory: message.kind === "sweep" ? message.sweep.directory : message.directory });
  }

  private change(change: Partial<SweepView>): void {
    this.view = { ...this.view, ...change };
    this.#host.keepView(this.view);
  }

  private save({ name, ending, contents }: SaveEvent["detail"]): void {
    const title = this.known.kind === "shown" ? this.known.sweep.title : "";
    this.#host.post({ kind: "save", fileName: fileNameOf(title, name, ending), contents });
  }
}

/** What has come to its end without that measure. */
function leftOut({ members }: SweepContent, { dots, measure }: SweepPlot): TemplateResult | typeof nothing {
  const count =
    members.filter(({ state }) => state === "done").length -
    dots.filter(({ member }) => member.state === "done").length;
  if (count <= 0) return nothing;
  return html`<p class="muted small">
    ${
      count === 1
        ? t("One member that is done is not drawn: its {0} is not known.", measure.name)
        : t("{0} members that are done are not drawn: their {1} is not known.", grouped(count), measure.name)
    }
  </p>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "induction-sweep": InductionSweep;
  }
}
