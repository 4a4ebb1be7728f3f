/**
 * Chart.js behind the little that this page asks of it: curves over the axis on one canvas. A chart is made once and its
 * numbers are changed in place; nothing moves by itself.
 */
import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  type ChartDataset,
  type ChartOptions,
} from "chart.js";
import type { AxisScale } from "../store";
import type { Theme } from "../theme";
import { grouped, tick } from "../words";
import { placeAt, placeTicks, positionOf, valueTicks } from "./axis";
import { pointsOf, type Point } from "./decimate";
import { overlays } from "./overlays";
import { lastPlaceOf, type Curve, type Plot } from "./plot";

Chart.register(LineController, LineElement, PointElement, LinearScale);

/** All that decides what a chart looks like. */
export interface Picture {
  readonly plot: Plot;
  readonly scale: AxisScale;
  readonly theme: Theme;
  /** The place that is pointed at. */
  readonly pointed: number | null;
  /** Whether the marks' words stand above the curves. */
  readonly wordsOnMarks: boolean;
}

/** Labels of the axis of values. */
const mostValues = 5;
const fewPoints = 30;

type CurvesChart = Chart<"line", Point[]>;

export class CurveChart {
  readonly #chart: CurvesChart;
  #picture: Picture;

  constructor(canvas: HTMLCanvasElement, picture: Picture) {
    this.#picture = picture;
    this.#chart = new Chart(canvas, {
      type: "line",
      data: { datasets: [] },
      options: this.options(),
      plugins: [overlays(() => this.#picture)],
    });
    this.redraw();
  }

  /** Draws at once. */
  show(picture: Picture): void {
    const { plot, scale, theme, wordsOnMarks } = this.#picture;
    const looksAlike =
      picture.theme === theme &&
      picture.scale === scale &&
      picture.wordsOnMarks === wordsOnMarks &&
      sameRange(picture.plot, plot);
    this.#picture = picture;
    if (!looksAlike) this.#chart.options = this.options();
    if (looksAlike && picture.plot === plot) this.#chart.draw();
    else this.redraw();
  }

  /** The place under a pixel across the canvas, whether recorded or not; null beside the curves. */
  placeUnder(x: number): number | null {
    const { left, right } = this.#chart.chartArea;
    if (x < left - 8 || x > right + 8) return null;
    const position = this.#chart.scales.x.getValueForPixel(Math.min(right, Math.max(left, x))) ?? 0;
    return placeAt(position, this.#picture.scale);
  }

  destroy(): void {
    this.#chart.destroy();
  }

  private redraw(): void {
    this.fill(this.#chart);
    this.#chart.update("none");
  }

  /** Gives the chart its numbers, as many as its width can show. */
  private fill(chart: CurvesChart): void {
    const { plot, scale } = this.#picture;
    const { datasets } = chart.data;
    datasets.length = Math.min(datasets.length, plot.curves.length);
    const buckets = Math.max(50, Math.ceil(chart.width / 2));
    plot.curves.forEach((curve, index) => {
      const points = pointsOf(curve.series, scale, this.lastPlace, buckets);
      datasets[index] = Object.assign(datasets[index] ?? {}, this.datasetOf(curve, points));
    });
    const { x } = chart.options.scales ?? {};
    if (x) x.max = positionOf(this.lastPlace, scale);
  }

  private get lastPlace(): number {
    return Math.max(1, lastPlaceOf(this.#picture.plot));
  }

  private datasetOf({ colour, dashed }: Curve, points: Point[]): ChartDataset<"line", Point[]> {
    const { theme } = this.#picture;
    return {
      data: points,
      borderColor: colour === "muted" ? theme.muted : theme.series[colour],
      borderWidth: dashed ? 1 : theme.highContrast ? 2 : 1.5,
      borderDash: dashed ? [4, 3] : [],
      // Few points were measured far apart: the line between them says less than they do.
      pointRadius: points.length <= fewPoints ? 1.75 : 0,
      pointBackgroundColor: colour === "muted" ? theme.muted : theme.series[colour],
      pointBorderWidth: 0,
    };
  }

  private options(): ChartOptions<"line"> {
    const { plot, scale, theme, wordsOnMarks } = this.#picture;
    const font = { family: theme.fontFamily, size: 11 };
    const ticks = { color: theme.muted, font, maxRotation: 0, padding: 4 };
    return {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      // Also called while the chart is being made, by no other chart than this one.
      onResize: (chart) => this.fill(chart as CurvesChart),
      parsing: false,
      normalized: true,
      events: [],
      layout: { padding: { top: wordsOnMarks ? 16 : 6, right: 8 } },
      scales: {
        x: {
          type: "linear",
          min: 0,
          max: positionOf(this.lastPlace, scale),
          grid: { display: false },
          border: { color: theme.hairline },
          ticks: { ...ticks, callback: (value) => grouped(Math.round(placeAt(Number(value), scale))) },
          afterBuildTicks: (axis) => {
            const most = Math.max(2, Math.floor(axis.width / 70));
            axis.ticks = placeTicks(this.lastPlace, scale, most).map((place) => ({
              value: positionOf(place, scale),
            }));
          },
        },
        y: {
          type: "linear",
          ...(plot.range && { min: plot.range[0], max: plot.range[1] }),
          grid: { color: theme.hairline, drawTicks: false },
          border: { display: false },
          bounds: "data",
          afterDataLimits: (axis) => plot.range ?? leaveRoom(axis),
          afterBuildTicks: (axis) => {
            axis.ticks = valueTicks(axis.min, axis.max, plot.range ? 2 : mostValues).map((value) => ({
              value,
            }));
          },
          ticks: { ...ticks, callback: (value, _, all) => tick(Number(value), spacing(all)) },
        },
      },
    };
  }
}

/** So that curves do not run along the edges. */
function leaveRoom(axis: { min: number; max: number }): void {
  const room = 0.05 * (axis.max - axis.min || Math.abs(axis.max) || 1);
  axis.min -= room;
  axis.max += room;
}

function spacing(ticks: readonly { readonly value: number }[]): number {
  return ticks.length > 1 ? ticks[1].value - ticks[0].value : 1;
}

function sameRange({ range: one }: Plot, { range: other }: Plot): boolean {
  return one?.[0] === other?.[0] && one?.[1] === other?.[1];
}
