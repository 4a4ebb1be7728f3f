/** Whether the values of a part's charts stand on a linear or a log axis. */
import { t } from "@vscode/l10n";
import { css, html, type TemplateResult } from "lit";
import "../controls";
import type { AxisScale } from "../store";

export const scaleToggleStyles = css`
  .values {
    display: flex;
    gap: 10px;
  }
`;

/** @param label of the toggle, for those who do not see what it stands beside */
export function scaleToggle(
  label: string,
  value: AxisScale,
  onChange: (scale: AxisScale) => void,
): TemplateResult {
  return html`<div class="values">
    <span class="muted">${t("values")}</span>
    <induction-toggle
      .label=${label}
      .options=${[
        { value: "linear", text: t("linear") },
        { value: "log", text: t("log") },
      ]}
      .value=${value}
      @toggle=${({ detail }: CustomEvent<string>) => onChange(detail === "log" ? "log" : "linear")}
    ></induction-toggle>
  </div>`;
}
