/** What is read of a head's strip: one lag at one recorded state, its value in words, and where the arrow keys lead. */
import { t } from "@vscode/l10n";
import { html, type TemplateResult } from "lit";
import type { Model } from "../../core/model";
import { lagAttentionAt, type ShownRun } from "../store";
import { grouped, headWord, share, signedShare } from "../words";
import { rowAtPlace, type Track } from "./columns";

export interface StripReading {
  readonly head: number;
  /** From 0. */
  readonly lag: number;
  /** Of the track. */
  readonly row: number;
}

/** @param than the run that it is compared with, and its states; null where it is not */
export function toldReading(
  run: ShownRun,
  states: Track,
  { head, lag, row }: StripReading,
  others: Track | null,
  than: ShownRun | null,
): { readonly text: string; readonly line: TemplateResult } {
  const where = t(
    "{0}, lag {1}, step {2}",
    headWord(run.model, head),
    lag + 1,
    grouped(states.rows[row].step),
  );
  const { model } = run;
  if (!model?.lagMask[head * model.window + lag]) {
    const text = t("{0}: forbidden", where);
    return { text, line: html`${text}` };
  }
  const at = head * model.window + lag;
  const value = lagAttentionAt(model, states.rows[row])[at] ?? NaN;
  if (!others || !than?.model) {
    return {
      text: `${where}: ${share(value)}`,
      line: html`${where}: <data value=${value}>${share(value)}</data>`,
    };
  }
  const other = others.rows[rowAtPlace(others, states.places[row])];
  const difference = value - ((other && lagAttentionAt(than.model, other)[at]) ?? NaN);
  return {
    text: `${where}: ${signedShare(difference)}`,
    line: html`${where}: <data value=${difference}>${signedShare(difference)}</data>`,
  };
}

/** Where a key leads from a reading; the first key only shows it. Null for keys that mean nothing here. */
export function steppedReading(
  from: StripReading,
  { key, shiftKey }: Pick<KeyboardEvent, "key" | "shiftKey">,
  { heads, window }: Pick<Model, "heads" | "window">,
  rows: number,
  shown: boolean,
): StripReading | null {
  const stride = shiftKey ? 10 : 1;
  const across: Readonly<Record<string, number>> = {
    ArrowLeft: from.row - stride,
    ArrowRight: from.row + stride,
    Home: 0,
    End: rows - 1,
  };
  if (key in across) {
    const row = shown || key === "Home" || key === "End" ? across[key] : from.row;
    return { ...from, row: Math.min(rows - 1, Math.max(0, row)) };
  }
  const down: Readonly<Record<string, number>> = {
    ArrowUp: -1,
    ArrowDown: 1,
    PageUp: -window,
    PageDown: window,
  };
  if (!(key in down)) return null;
  const line = from.head * window + from.lag + (shown ? down[key] : 0);
  const inside = Math.min(heads * window - 1, Math.max(0, line));
  return { ...from, head: Math.floor(inside / window), lag: inside % window };
}
