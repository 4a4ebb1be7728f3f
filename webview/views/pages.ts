/** The pages below the circuit, of which one is open: only that one is drawn. */
import { t } from "@vscode/l10n";
import { html, type TemplateResult } from "lit";
import type { Tab } from "../controls";
import { isComparison } from "../plots";
import { kindsOf, type Look, type ShownContent } from "../store";
import "./ablations";
import "./comparison";
import "./configuration";
import "./dynamics";
import "./generalisation";
import "./losses";
import "./maps";
import "./measures";
import "./theory";

/** Those that the runs fill; the first is open until another is chosen. */
export function pagesOf({ runs }: ShownContent): readonly Tab[] {
  const pages = kindsOf(runs).tokens.length > 0 ? pagesOfTokens() : pagesOfMixed();
  if (isComparison(runs)) return [{ value: "compare", text: t("Compare") }, ...pages];
  if (runs.length === 1) return pages;
  return [pages[0], { value: "compare", text: t("Before and after") }, ...pages.slice(1)];
}

function pagesOfTokens(): readonly Tab[] {
  return [
    { value: "losses", text: t("Losses") },
    { value: "dynamics", text: t("Dynamics") },
    { value: "maps", text: t("Attention maps") },
    { value: "heads", text: t("Heads") },
    { value: "theory", text: t("Theory") },
    { value: "generalisation", text: t("Generalisation") },
    { value: "ablations", text: t("Ablations") },
    { value: "configuration", text: t("Configuration") },
  ];
}

/** What the others ask of a transformer the mixed target's model does not have. */
function pagesOfMixed(): readonly Tab[] {
  return [
    { value: "losses", text: t("Losses") },
    { value: "dynamics", text: t("Dynamics") },
    { value: "configuration", text: t("Configuration") },
  ];
}

/** @param page one of `pagesOf` */
export function openPage(page: string, content: ShownContent, look: Look): TemplateResult {
  const { runs, traced, differences } = content;
  switch (page) {
    case "dynamics":
      return html`<induction-dynamics .runs=${runs} .look=${look}></induction-dynamics>`;
    case "maps":
      return html`<induction-maps .runs=${runs} .look=${look} .traced=${traced}></induction-maps>`;
    case "heads":
      return html`<induction-measures .runs=${runs} .look=${look}></induction-measures>`;
    case "theory":
      return html`<induction-theory .runs=${runs} .look=${look}></induction-theory>`;
    case "generalisation":
      return html`<induction-generalisation .runs=${runs} .look=${look}></induction-generalisation>`;
    case "ablations":
      return html`<induction-ablations .runs=${runs} .look=${look}></induction-ablations>`;
    case "compare":
      return html`<induction-comparison
        .runs=${runs}
        .look=${look}
        .differences=${differences}
      ></induction-comparison>`;
    case "configuration":
      return html`<induction-configuration .runs=${runs} .look=${look}></induction-configuration>`;
    default:
      return html`<induction-losses .runs=${runs} .look=${look}></induction-losses>`;
  }
}
