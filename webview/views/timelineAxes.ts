/** What can be chosen beside the timeline: how fast it plays, what its axis measures, and the axis' scale. */
import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { isComparison } from "../plots";
import type { Axis, AxisQuantity, AxisScale, ShownRun } from "../store";
import { speeds, type Speed } from "../timeline";
import { quantityWord } from "../words";

export function axisChoices(
  runs: readonly ShownRun[],
  axis: Axis,
  onChoice: (axis: Axis) => void,
): TemplateResult {
  const quantities = offeredQuantities(runs, axis);
  const scales: readonly AxisScale[] = ["linear", "log"];
  return html`
    ${
      quantities.length > 1
        ? toggle(t("Axis"), quantities, axis.quantity, quantityWord, (quantity) =>
            onChoice({ ...axis, quantity }),
          )
        : nothing
    }
    ${
      axis.quantity === "stage"
        ? nothing
        : toggle(t("Scale of the axis"), scales, axis.scale, scaleWord, (scale) =>
            onChoice({ ...axis, scale }),
          )
    }
  `;
}

export function speedChoice(speed: Speed, onChoice: (speed: Speed) => void): TemplateResult {
  const label = t("How long playing the whole run takes");
  return html`<span class="speeds" title=${label}>
    <span class="muted" aria-hidden="true">${t("play in")}</span>
    ${toggle(label, speeds, speed, (seconds) => t("{0} s", seconds), onChoice)}
  </span>`;
}

/** Stages are for comparing; whoever has come by them otherwise is let out again. */
function offeredQuantities(runs: readonly ShownRun[], { quantity }: Axis): readonly AxisQuantity[] {
  const hasTimes = runs[0].snapshots.some(({ time }) => Number.isFinite(time));
  const hasStages = isComparison(runs) && runs.some(({ facts }) => facts.stages.length > 1);
  return [
    "step",
    ...(hasTimes || quantity === "time" ? (["time"] as const) : []),
    ...(hasStages || quantity === "stage" ? (["stage"] as const) : []),
  ];
}

function toggle<Value extends string | number>(
  label: string,
  values: readonly Value[],
  value: Value,
  word: (value: Value) => string,
  onChoice: (value: Value) => void,
): TemplateResult {
  return html`<induction-toggle
    .label=${label}
    .options=${values.map((one) => ({ value: String(one), text: word(one) }))}
    .value=${String(value)}
    @toggle=${({ detail }: CustomEvent<string>) => {
      const chosen = values.find((one) => String(one) === detail);
      if (chosen !== undefined) onChoice(chosen);
    }}
  ></induction-toggle>`;
}

function scaleWord(scale: AxisScale): string {
  return scale === "linear" ? t("linear") : t("log");
}
