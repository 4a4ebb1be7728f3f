/** The numbers of a chart as a table: a row for every recorded place, a column for every curve. */
import type { Column, Table } from "../figures";
import type { AxisQuantity, Series } from "../store";
import { grouped, placeText, quantityWord } from "../words";
import type { Plot } from "./plot";

export function curvesTable(plot: Plot, quantity: AxisQuantity): Table {
  const all = plot.curves.map(({ series }) => series);
  const places = mergedPlaces(all);
  const unit = plot.unit === undefined ? "" : ` (${plot.unit})`;
  return {
    columns: [
      ...(quantity === "step" ? [] : stepColumns(plot, places)),
      {
        name: quantityWord(quantity),
        values: places,
        format: (place) => placeText(place, quantity),
      },
      ...plot.curves.map(({ name, series }): Column => ({
        name: `${name}${unit}`,
        values: valuesAt(series, places, series.values),
        format: plot.format,
      })),
    ],
  };
}

/** Where places are no steps, those of the curves: one column where all agree. */
function stepColumns({ curves }: Plot, places: Float64Array): Column[] {
  const columns = curves.map(({ series }) => valuesAt(series, places, series.steps));
  const agree = places.every((_, row) => {
    const known = columns.map((column) => column[row]).filter((step) => !Number.isNaN(step));
    return known.every((step) => step === known[0]);
  });
  const step = quantityWord("step");
  if (!agree) return columns.map((values, index) => ({ name: `${step} (${curves[index].name})`, values }));
  const values = places.map((_, row) => columns.find((column) => !Number.isNaN(column[row]))?.[row] ?? NaN);
  return [{ name: step, values, format: grouped }];
}

/** Ascending, each once. */
function mergedPlaces(all: readonly Series[]): Float64Array {
  if (all.length === 1) return Float64Array.from(all[0].places);
  const places = new Set<number>();
  for (const series of all) for (const place of Array.from(series.places)) places.add(place);
  return Float64Array.from(places).sort();
}

/** Of a column of `series` what stands at each place; NaN where nothing does. */
function valuesAt({ places: own }: Series, places: Float64Array, column: ArrayLike<number>): Float64Array {
  const values = new Float64Array(places.length).fill(NaN);
  let row = 0;
  for (let at = 0; at < places.length; at++) {
    while (row < own.length && own[row] < places[at]) row++;
    if (row < own.length && own[row] === places[at]) values[at] = column[row];
  }
  return values;
}
