/** Which positions a model takes for keys, as predictors that learn nothing are told: so that they see no more than it does. */
import { firstKeyOf, type Model } from "../model";
import type { KeyRule } from "../theory";

/** With boundary `skip` every layer of copiers needs a window of its own. */
export function keysOf(model: Model): KeyRule {
  const { boundary, window } = model;
  return { boundary, window: boundary === "skip" ? firstKeyOf(model) : window };
}
