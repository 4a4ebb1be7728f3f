/** What every figure of the page gives out of itself, as plain data: its numbers as a table, and its picture. */
import type { Theme } from "../theme";

export interface Figure {
  /** A few words, such as `scale a over steps`: the title of its table, and its files' name. */
  readonly name: string;
  /** All its numbers; made only when asked for. */
  readonly table: () => Table;
  /** A whole SVG document, in the theme's colours. */
  readonly svg: (theme: Theme) => string;
}

export interface Table {
  readonly columns: readonly Column[];
}

/** Columns of one table are equally long. */
export interface Column {
  readonly name: string;
  /** NaN stands for unknown. */
  readonly values: ArrayLike<number> | readonly string[];
  /** How numbers are shown to people; files get them in full. */
  readonly format?: (value: number) => string;
}

/** Somebody wants a file, or text on the clipboard; the page names the file after its run and hands it to the host. */
export type SaveEvent = CustomEvent<{
  /** Of the figure. */
  readonly name: string;
  /** Without its dot: `csv`. */
  readonly ending: string;
  readonly contents: Uint8Array;
}>;
export type CopyEvent = CustomEvent<string>;

declare global {
  interface HTMLElementEventMap {
    "save-file": SaveEvent;
    "copy-text": CopyEvent;
  }
}
