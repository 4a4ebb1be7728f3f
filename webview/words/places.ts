/** Places on an axis in words. */
import { t } from "@vscode/l10n";
import { roman } from "../../core/config";
import { grouped, unknown } from "./numbers";

/** `step`, `time`, `stage`: what an axis is, as the stores of the page name it. */
type Quantity = "step" | "time" | "stage";

/** Without its unit, where the axis says it: `1,200`, `0.0315`, `II, 50 %`. */
export function placeText(place: number, quantity: Quantity): string {
  if (Number.isNaN(place)) return unknown;
  switch (quantity) {
    case "step":
      return grouped(Math.round(place));
    case "time":
      return timeText(place);
    case "stage":
      return t("{0}, {1} %", roman(Math.floor(place) + 1), Math.floor(100 * (place % 1)));
  }
}

/** `step 1,200`, `time 0.0315`, `stage II, 50 %`. */
export function placeWords(place: number, quantity: Quantity): string {
  return named(placeText(place, quantity), quantity);
}

/** What the axis is, before one of its labels. */
export function named(label: string, quantity: Quantity): string {
  switch (quantity) {
    case "step":
      return t("step {0}", label);
    case "time":
      return t("time {0}", label);
    case "stage":
      return t("stage {0}", label);
  }
}

export function quantityWord(quantity: Quantity): string {
  switch (quantity) {
    case "step":
      return t("step");
    case "time":
      return t("time");
    case "stage":
      return t("stage");
  }
}

/** Gradient-flow time has no natural size: three digits of it. */
function timeText(time: number): string {
  if (time === 0) return "0";
  if (Math.abs(time) >= 1000) return grouped(Math.round(time));
  return Math.abs(time) >= 0.001
    ? String(Number(time.toPrecision(4)))
    : time.toExponential(2).replace("-", "−");
}
