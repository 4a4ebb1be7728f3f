/** What is drawn against what: lists to choose from, and whether members are dots or cells. */
import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { choice } from "../controls";
import { axesOf, measuresOf, type SweepColumn } from "./columns";
import { tell } from "./events";
import type { Drawn, SweepView } from "./sweepView";

export function plotControls(
  element: HTMLElement,
  columns: readonly SweepColumn[],
  { measure, over, by, drawing }: Drawn,
): TemplateResult {
  const change = (view: Partial<SweepView>) => tell(element, "change-view", view);
  const axes = axesOf(columns).filter(({ id }) => id !== measure.id);
  const option = ({ id, name }: SweepColumn) => ({ value: id, text: name });
  const seconds = axes.filter(({ id }) => id !== over.id).map(option);
  return html`<div class="controls">
    <label
      ><span>${t("Measure")}</span>${choice({
        label: t("Measure"),
        options: measuresOf(columns).map(option),
        value: measure.id,
        onChange: (id) => change({ measure: id }),
      })}</label
    >
    <label
      ><span>${t("over")}</span>${choice({
        label: t("Over"),
        options: axes.map(option),
        value: over.id,
        onChange: (id) => change({ over: id }),
      })}</label
    >
    <label
      ><span>${t("and")}</span>${choice({
        label: t("And over"),
        options: [{ value: "none", text: t("nothing else") }, ...seconds],
        value: by?.id ?? "none",
        onChange: (id) => change({ by: id }),
      })}</label
    >
    ${
      by
        ? html`<induction-toggle
            .label=${t("Drawn as")}
            .options=${[
              { value: "points", text: t("dots") },
              { value: "cells", text: t("heat map") },
            ]}
            .value=${drawing}
            @toggle=${({ detail }: CustomEvent<string>) =>
              change({ drawing: detail === "cells" ? "cells" : "points" })}
          ></induction-toggle>`
        : nothing
    }
  </div>`;
}
