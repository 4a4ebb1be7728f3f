/**
 * Chart.js behind the little that this page asks of it: curves over the axis on one canvas. A chart is made once and its
 * numbers are changed in place; nothing moves by itself, and what follows the pointer is not drawn here.
 */
import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  type ChartDataset,
  type Plugin,
} from "chart.js";
import zoomPlugin from "chartjs-plugin-zoom";
import type { Axis } from "../store";
import type { Theme } from "../theme";
import { placeAt } from "./axis";
import { chartOptions } from "./chartOptions";
import { pointsOf, type Point } from "./decimate";
import { marksPlugin } from "./marks";
import { looksAlike, type Picture } from "./picture";
import { dashesOf, type Curve, type Plot } from "./plot";
import { across, up, viewOf, type Stretch, type View } from "./view";
import { isZoomed, limitsOf, stretchBetween } from "./zoom";

Chart.register(LineController, LineElement, PointElement, LinearScale, zoomPlugin);

/** What is to be shown; what part of it is in sight, the chart itself knows. */
export interface Wanted {
  readonly plot: Plot;
  readonly axis: Axis;
  readonly theme: Theme;
  readonly wordsOnMarks: boolean;
}

/** In pixels of the canvas. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Few points were measured far apart: the line between them says less than they do. */
const fewPoints = 30;

type CurvesChart = Chart<"line", Point[]>;

export class CurveChart {
  readonly #chart: CurvesChart;
  #picture: Picture;
  #axis: Axis;
  /** What is in sight; null: all. */
  #stretch: Stretch | null = null;

  /** @param onDrawn called when something lies elsewhere than before, or looks otherwise */
  constructor(
    canvas: HTMLCanvasElement,
    { axis, ...wanted }: Wanted,
    private readonly onDrawn: () => void,
  ) {
    this.#axis = axis;
    this.#picture = { ...wanted, view: viewOf(wanted.plot, axis, null) };
    this.#chart = new Chart(canvas, {
      type: "line",
      data: { datasets: [] },
      options: { ...chartOptions(() => this.#picture) },
      plugins: [this.ownPlugin(), marksPlugin(() => this.#picture)],
    });
  }

  /** Draws at once, if anything is to be drawn otherwise. */
  show({ axis, ...wanted }: Wanted): void {
    const { plot, theme, wordsOnMarks } = this.#picture;
    const same = wanted.plot === plot && wanted.theme === theme && wanted.wordsOnMarks === wordsOnMarks;
    const sameAxis = axis.quantity === this.#axis.quantity && axis.scale === this.#axis.scale;
    if (same && sameAxis) return;
    // A place on one axis is none on another.
    if (axis.quantity !== this.#axis.quantity) this.#stretch = null;
    const before = this.#picture;
    this.#axis = axis;
    this.#picture = { ...wanted, view: viewOf(wanted.plot, axis, this.#stretch) };
    if (!looksAlike(before, this.#picture)) this.#chart.options = chartOptions(() => this.#picture);
    this.update();
  }

  get view(): View {
    return this.#picture.view;
  }

  get area(): Area {
    return this.#chart.chartArea;
  }

  /** Where a place lies across the canvas, in pixels. */
  x(place: number): number {
    return this.#chart.scales.x.getPixelForValue(across(this.view, place));
  }

  /** Where a value lies down the canvas, in pixels; NaN where the axis has no place for it. */
  y(value: number): number {
    return this.#chart.scales.y.getPixelForValue(up(this.view, value));
  }

  /** The place under a pixel across the canvas, whether recorded or not; null beside the curves. */
  placeUnder(x: number): number | null {
    const { left, right } = this.area;
    if (x < left - 8 || x > right + 8) return null;
    const position = this.#chart.scales.x.getValueForPixel(Math.min(right, Math.max(left, x))) ?? 0;
    return placeAt(position, this.view.scale, this.view.unit);
  }

  /** @param factor above 1: nearer @param around the place that stays where it is; null: the middle */
  zoom(factor: number, around: number | null): void {
    const { left, right, top, bottom } = this.area;
    const x = around === null ? (left + right) / 2 : Math.min(right, Math.max(left, this.x(around)));
    this.#chart.zoom({ x: factor, focalPoint: { x, y: (top + bottom) / 2 } }, "none");
  }

  /** Moves what is in sight no further than it takes to have `place` in it. */
  reveal(place: number): void {
    if (!this.#stretch) return;
    const { first, last } = this.view;
    if (place >= first && place <= last) return;
    const [min, max] = [across(this.view, first), across(this.view, last)];
    const position = across(this.view, place);
    const shift = position < min ? position - min : position - max;
    this.#chart.zoomScale("x", { min: min + shift, max: max + shift }, "none");
  }

  resetZoom(): void {
    this.#stretch = null;
    this.#picture = { ...this.#picture, view: viewOf(this.#picture.plot, this.#axis, null) };
    this.update();
  }

  get isZoomed(): boolean {
    return isZoomed(this.view);
  }

  destroy(): void {
    this.#chart.destroy();
  }

  private update(): void {
    const { view } = this.#picture;
    const { scales, plugins } = this.#chart.options;
    if (plugins?.zoom) plugins.zoom.limits = { x: limitsOf(view) };
    if (scales?.x) [scales.x.min, scales.x.max] = endsOf(view);
    this.#chart.update("none");
  }

  /** Every update, of ours, of the zoom or of a new size, takes the numbers that are in sight then. */
  private ownPlugin(): Plugin<"line"> {
    return {
      id: "numbers",
      beforeUpdate: (chart) => {
        // It is this chart, which is still being made when this is called first.
        this.noticeZoom(chart);
        this.fill(chart as unknown as CurvesChart);
      },
      afterRender: () => this.onDrawn(),
    };
  }

  /** The zoom says what it wants by the ends of the axis. */
  private noticeZoom(chart: Chart): void {
    const { scales } = chart.options;
    if (!scales?.x) return;
    const { view, plot } = this.#picture;
    const [from, to] = endsOf(view);
    const [min, max] = [Number(scales.x.min ?? from), Number(scales.x.max ?? to)];
    if (min === from && max === to) {
      [scales.x.min, scales.x.max] = [from, to];
      return;
    }
    this.#stretch = stretchBetween(min, max, view);
    this.#picture = { ...this.#picture, view: viewOf(plot, this.#axis, this.#stretch) };
  }

  /** Gives the chart its numbers, as many as its width can show. */
  private fill(chart: CurvesChart): void {
    const { plot, view } = this.#picture;
    const { datasets } = chart.data;
    datasets.length = Math.min(datasets.length, plot.curves.length);
    const buckets = Math.max(50, Math.ceil(chart.width / 2));
    plot.curves.forEach((curve, index) => {
      const before = datasets[index];
      const now = this.datasetOf(curve, pointsOf(curve.series, view, buckets));
      // What points look like Chart.js takes from a dataset once and for all.
      const alike =
        before?.pointRadius === now.pointRadius && before.pointBackgroundColor === now.pointBackgroundColor;
      datasets[index] = alike ? Object.assign(before, now) : now;
    });
  }

  private datasetOf(curve: Curve, points: Point[]): ChartDataset<"line", Point[]> {
    const { theme } = this.#picture;
    const { colour, dashed, stepped, above } = curve;
    const ink = colour === "muted" ? theme.muted : theme.series[colour];
    return {
      data: points,
      borderColor: ink,
      borderWidth: above ? 1.5 : dashed ? 1 : theme.highContrast ? 2 : 1.5,
      borderDash: dashesOf(curve),
      order: above ? 0 : 1,
      stepped: stepped ? "after" : false,
      pointRadius: points.length <= fewPoints && !above ? 1.75 : 0,
      pointBackgroundColor: ink,
      pointBorderWidth: 0,
    };
  }
}

function endsOf(view: View): Stretch {
  return [across(view, view.first), across(view, view.last)];
}
