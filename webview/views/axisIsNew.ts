/** Whether what is drawn over the steps must be made anew: of all changes of the look, most leave it as it is. */
import type { PropertyValues } from "lit";
import type { Part } from "./part";

/** To be asked in `willUpdate`. */
export function axisIsNew(changed: PropertyValues<Part>, part: Pick<Part, "look">): boolean {
  if (changed.has("runs")) return true;
  if (!changed.has("look")) return false;
  const before = changed.get("look")?.axis;
  const { axis } = part.look;
  return before?.quantity !== axis.quantity || before.scale !== axis.scale;
}
