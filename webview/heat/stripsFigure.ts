/** The strips of a run's heads as a figure: every recorded step as a row of its table, and the strips as a picture. */
import { t } from "@vscode/l10n";
import { svgDocument, svgText, type Column, type Figure, type Svg } from "../figures";
import { lagAttentionAt, type ShownRun } from "../store";
import type { Theme } from "../theme";
import { placeTicks } from "../charts";
import { headWord, placeText, share } from "../words";
import { headHeat, partOf, rowsAcross, trackOf, type TrackAxis } from "./columns";
import { heatSvg, legendSvg } from "./picture";
import { rangeWord } from "./legend";

/** Of the picture, in pixels. */
const width = 560;
const nameRoom = 60;
const stripHeight = 40;
const gap = 6;

/** @param than the run that each state is compared with; null: none @param most the difference of the strongest colour */
export function stripsFigure(run: ShownRun, axis: TrackAxis, than: ShownRun | null, most: number): Figure {
  const name = than ? t("change of attention over steps") : t("attention of each head over steps");
  return {
    name,
    table: () => ({ columns: columnsOf(run, axis) }),
    svg: (theme) => picture(name, run, axis, than, most, theme),
  };
}

function columnsOf(run: ShownRun, { quantity }: TrackAxis): Column[] {
  const { model } = run;
  const { rows } = trackOf(run, quantity);
  const steps = { name: t("step"), values: rows.map(({ step }) => step) };
  if (!model) return [steps];
  const { heads, window, lagMask } = model;
  const columns = Array.from({ length: heads * window }, (_, at): Column[] => {
    if (!lagMask[at]) return [];
    const values = Float64Array.from(rows, (row) => lagAttentionAt(model, row)[at] ?? NaN);
    const title = t("{0}, lag {1}", headWord(model, Math.floor(at / window)), (at % window) + 1);
    return [{ name: title, values, format: share }];
  });
  return [steps, ...columns.flat()];
}

function picture(
  title: string,
  run: ShownRun,
  axis: TrackAxis,
  than: ShownRun | null,
  most: number,
  theme: Theme,
): string {
  const heads = run.model?.heads ?? 0;
  // Names of several layers are longer.
  const names = run.model?.family === "deep" ? 1.6 * nameRoom : nameRoom;
  const track = trackOf(run, axis.quantity);
  const across = rowsAcross(track, axis, width);
  const other = than && trackOf(than, axis.quantity);
  const base = other && { run: than, track: other, across: rowsAcross(other, axis, width), most };
  const top = 24;
  const body: Svg[] = [];
  for (let head = 0; head < heads; head++) {
    const y = top + head * (stripHeight + gap);
    body.push(
      svgText(0, y + stripHeight / 2 + 4, headWord(run.model, head), { fill: theme.muted }),
      heatSvg(headHeat(run, track, across, head, base), names, y, width, stripHeight, theme),
    );
  }
  const bottom = top + heads * (stripHeight + gap) + 10;
  for (const place of placeTicks(axis.last, axis.scale, 8, axis)) {
    const x = names + partOf(axis, place) * width;
    body.push(
      svgText(x, bottom, placeText(place, axis.quantity), { "text-anchor": "middle", fill: theme.muted }),
    );
  }
  const colours = than ? ({ scale: "difference", most } as const) : ({ scale: "share", most: 1 } as const);
  body.push(legendSvg(colours, names + 16, 6, theme, rangeWord));
  return svgDocument({ title, width: names + width + 20, height: bottom + 12, body }, theme);
}
