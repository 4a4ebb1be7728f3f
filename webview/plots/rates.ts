/** How fast a run goes over its steps: by learning rate or integration step, and on the clock. */
import { t } from "@vscode/l10n";
import type { Plot } from "../charts";
import { metricSeries, placeOf, type AxisQuantity, type Series, type ShownRun } from "../store";
import { decimal, rate } from "../words";
import { overAxis } from "./marks";
import { memo } from "./memo";
import { curvesOfRuns, isComparison } from "./runs";

/** None where there is no such thing. */
export const ratePlots = memo((runs: readonly ShownRun[], quantity: AxisQuantity): readonly Plot[] =>
  [
    plot(runs, quantity, {
      label: t("learning rate η"),
      series: (run) => learningRates(run, quantity),
      format: decimal,
      stepped: true,
    }),
    plot(runs, quantity, {
      label: t("integration step of the gradient flow"),
      series: (run) => metricSeries(run, quantity, "stepSize"),
      format: decimal,
      stepped: true,
    }),
    plot(runs, quantity, {
      label: t("steps per second"),
      series: (run) => speeds(run, quantity),
      format: rate,
      stepped: false,
    }),
  ].filter(({ curves }) => curves.length > 0),
);

interface Rate {
  readonly label: string;
  readonly series: (run: ShownRun) => Series;
  readonly format: (value: number) => string;
  readonly stepped: boolean;
}

function plot(
  runs: readonly ShownRun[],
  quantity: AxisQuantity,
  { label, series, format, stepped }: Rate,
): Plot {
  // What it is, the label says; which run, only a comparison has to.
  const single = isComparison(runs) ? {} : { colour: 0, name: label };
  const curves = curvesOfRuns(runs, series).map((curve) => ({
    ...curve,
    ...(curve.dashed ? {} : single),
    stepped,
  }));
  return { label, curves, format, valueScale: stepped ? "log" : "linear", ...overAxis(runs, quantity) };
}

/** As measured; where nothing was, as the experiment now says of each stage. */
function learningRates(run: ShownRun, quantity: AxisQuantity): Series {
  const measured = metricSeries(run, quantity, "learningRate");
  if (measured.steps.length > 0) return measured;
  const { experiment, stages, step: last } = run.facts;
  const place = placeOf(run, quantity);
  // A rate holds up to its row: each stage's stands at its end, and the first one's at its beginning too.
  const ends = stages.map((_, index) =>
    Math.max(stages[index].fromStep, stages[index + 1]?.fromStep ?? last),
  );
  const rates = stages.map(({ stage }) => {
    const config = experiment?.training.stages[stage];
    return config && config.optimizer.kind !== "flow" ? config.learningRate : NaN;
  });
  if (stages.length === 0) return { steps: [], places: [], values: [] };
  const steps = [stages[0].fromStep, ...ends];
  return { steps, places: quantity === "step" ? steps : steps.map(place), values: [rates[0], ...rates] };
}

/** Over less time than this, in seconds, the clock says more of itself than of the training. */
const leastSeconds = 0.02;
/** The whole run has so many speeds at most. */
const mostSpeeds = 400;

/** From row to row that lie far enough apart on the clock; NaN between. */
function speeds(run: ShownRun, quantity: AxisQuantity): Series {
  const elapsed = metricSeries(run, quantity, "elapsedSeconds");
  const { steps, places, values } = elapsed;
  const speeds = new Float64Array(steps.length).fill(NaN);
  const known = Array.from(speeds.keys()).filter((row) => Number.isFinite(values[row]));
  const least = Math.max(leastSeconds, values[known[known.length - 1]] / mostSpeeds || 0);
  let from = known[0];
  for (const row of known) {
    const seconds = values[row] - values[from];
    // A run that went back to an earlier state has another clock from there on.
    if (seconds < 0) from = row;
    if (seconds < least) continue;
    speeds[row] = (steps[row] - steps[from]) / seconds;
    from = row;
  }
  return { steps, places, values: speeds };
}
