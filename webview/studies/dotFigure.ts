/** What means beside each other give out of themselves: a row for each, and their picture. */
import { t } from "@vscode/l10n";
import { svgCircle, svgDocument, svgLine, svgText, type Figure, type Svg, type Table } from "../figures";
import type { Theme } from "../theme";
import { spread, unknown } from "../words";
import { dotAxis, type DotAxis, type DotLine, type DotPlot, type DotRow } from "./dots";

/** In pixels. */
const width = 720;
const names = 220;
const numbers = 150;
const rowHeight = 26;
const top = 44;

export function dotFigure(plot: DotPlot): Figure {
  return { name: plot.label, table: () => tableOf(plot), svg: (theme) => picture(plot, theme) };
}

function tableOf({ groups, format, unit }: DotPlot): Table {
  const rows = groups.flatMap(({ title, rows: ofGroup }) => ofGroup.map((row) => ({ title, row })));
  const column = (read: (row: DotRow) => number) => Float64Array.from(rows, ({ row }) => read(row));
  const counted = rows.some(({ row }) => row.members.length > 0);
  return {
    columns: [
      ...(groups.length > 1 ? [{ name: t("kind"), values: rows.map(({ title }) => title) }] : []),
      { name: t("what"), values: rows.map(({ row }) => row.name) },
      { name: `${t("mean")} (${unit})`, values: column(({ mean }) => mean), format },
      { name: t("95 % from"), values: column(({ low }) => low), format },
      { name: t("to"), values: column(({ high }) => high), format },
      ...(counted
        ? [
            {
              name: t("single values"),
              values: rows.map(({ row }) => row.members.map(({ value }) => String(value)).join(" ")),
            },
          ]
        : []),
    ],
  };
}

function picture(plot: DotPlot, theme: Theme): string {
  const axis = dotAxis(plot, 6);
  const x = (value: number) => names + axis.at(value) * (width - names - numbers - 20);
  const body: Svg[] = [
    svgText(0, 18, `${plot.label} (${plot.unit})`, { "font-size": 13, "font-weight": 600 }),
  ];
  let y = top;
  for (const { title, rows } of plot.groups) {
    if (title !== "") {
      body.push(svgText(0, y + 14, title, { fill: theme.muted }));
      y += rowHeight;
    }
    for (const row of rows) {
      body.push(...rowPicture(row, plot, { axis, x, y }, theme));
      y += rowHeight;
    }
  }
  const labels = axis.ticks.map(({ value, text }) =>
    svgText(x(value), y + 14, text, { fill: theme.muted, "text-anchor": "middle" }),
  );
  return svgDocument({ title: plot.label, width, height: y + 28, body: [...body, ...labels] }, theme);
}

interface Place {
  readonly axis: DotAxis;
  readonly x: (value: number) => number;
  readonly y: number;
}

function rowPicture(row: DotRow, { lines, format }: DotPlot, { axis, x, y }: Place, theme: Theme): Svg[] {
  const { mean, low, high, members } = row;
  const ink = inkOf(row.colour, theme);
  const middle = y + rowHeight / 2;
  const upright = (value: number, stroke: string) =>
    svgLine([x(value), y], [x(value), y + rowHeight], { stroke });
  const error = high > mean ? ` ± ${spread(high - mean)}` : "";
  return [
    ...axis.ticks.map(({ value }) => upright(value, theme.hairline)),
    ...lines.map(({ value, colour }) => upright(value, inkOf(colour, theme))),
    svgText(0, middle + 4, row.name),
    svgText(width, middle + 4, Number.isFinite(mean) ? `${format(mean)}${error}` : unknown, {
      "text-anchor": "end",
    }),
    ...(Number.isFinite(low) && Number.isFinite(high)
      ? [svgLine([x(low), middle], [x(high), middle], { stroke: ink, "stroke-width": 2 })]
      : []),
    ...members.map(({ value }) => svgCircle(x(value), middle + 7, 2, { fill: ink, opacity: 0.75 })),
    ...(Number.isFinite(mean) ? [svgCircle(x(mean), middle, 4, { fill: ink })] : []),
  ];
}

function inkOf(colour: DotRow["colour"] | DotLine["colour"], theme: Theme): string {
  if (colour === "muted") return theme.muted;
  return colour === "foreground" ? theme.foreground : theme.series[colour];
}
