/** How the page is looked at, by all its parts alike: which axis, which step, what is pointed at. */
import type { Theme } from "../theme";
import type { Axis } from "./axis";

export interface Look {
  readonly axis: Axis;
  /** The step of the main run that every view shows; null: the newest, as it comes. */
  readonly chosen: number | null;
  /** The place on the axis under the pointer in some chart. */
  readonly pointed: number | null;
  readonly highlight: Highlight | null;
  readonly theme: Theme;
}

/** What lights up wherever it appears. */
export type Highlight =
  /** 0-based. */
  | { readonly kind: "head"; readonly head: number }
  /** 0-based heads, ascending. */
  | { readonly kind: "subset"; readonly heads: readonly number[] }
  /** Of the traced sequence, 0-based. */
  | { readonly kind: "position"; readonly position: number };

/** Whether a head is lit, alone or in a subset. */
export function lightsHead(highlight: Highlight | null, head: number): boolean {
  if (highlight?.kind === "head") return highlight.head === head;
  return highlight?.kind === "subset" && highlight.heads.includes(head);
}
