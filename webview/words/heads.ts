/** What heads are called: by their number, and where there are several layers of copiers by their layer too. */
import { t } from "@vscode/l10n";
import { headPlace, type HeadDescription } from "../../core/inspect";
import type { Model } from "../../core/model";

/** `head 1`, `layer 2 head 1`. @param head 0-based, through all layers */
export function headWord(model: Model | null, head: number): string {
  return wordOf({ head, place: (model && headPlace(model, head)) ?? undefined });
}

/** The same of a head that was described. */
export function describedHeadWord({ head, place }: HeadDescription): string {
  return wordOf({ head, place });
}

/** Where there is little room, and inside sets: `1`, or `2.1` for the first head of the second layer. */
export function headNumber(model: Model | null, head: number): string {
  const place = model && headPlace(model, head);
  return place ? `${place.layer}.${place.head}` : String(head + 1);
}

/** `{1, 2}`. @param heads 0-based */
export function headSet(model: Model | null, heads: readonly number[]): string {
  return `{${heads.map((head) => headNumber(model, head)).join(", ")}}`;
}

/** What votes: `second layer`, or of more layers `layer 3`. */
export function lastLayerWord(model: Model | null): string {
  return model?.family === "deep" ? t("layer {0}", model.copierLayers + 1) : t("second layer");
}

/** The same inside a sentence: `the second layer`, `layer 3`. */
export function theLastLayer(model: Model | null): string {
  return model?.family === "deep" ? lastLayerWord(model) : t("the second layer");
}

/** At the beginning of a sentence. */
export function capitalised(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

interface NamedHead {
  readonly head: number;
  readonly place: HeadDescription["place"] | undefined;
}

function wordOf({ head, place }: NamedHead): string {
  return place ? t("layer {0} head {1}", place.layer, place.head) : t("head {0}", head + 1);
}
