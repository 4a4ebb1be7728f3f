/**
 * How long the plateau of the mixed target lasts, over runs that differ: the exponents of T_II beside those that the
 * paper's analysis expects, T_II ~ (1+α*)² · L · log(1/ε)/w*² (arXiv 2410.11474). In words too.
 */
import { fitExponents, type Exponent } from "../theory";

export const plateauFactors = ["mixing", "sequenceLength", "epsilon", "sharpness"] as const;
export type PlateauFactor = (typeof plateauFactors)[number];

/** A run, as it was set and as it came out. */
export interface PlateauPoint {
  /** α*, L, ε and w*²; what is missing is taken for the same in all. */
  readonly factors: Readonly<Partial<Record<PlateauFactor, number>>>;
  /** T_II in flow time; null where there is none: not left in time, or no plateau at all. */
  readonly time: number | null;
}

/** What a run is called in a sweep: the values of the fields that vary, and its T_II if it has one. */
export interface PlateauMember {
  readonly values: readonly unknown[];
  readonly time: unknown;
}

/** @param fields paths in the experiment, in the order of the members' values */
export function plateauPointsOf(
  fields: readonly string[],
  members: readonly PlateauMember[],
): readonly PlateauPoint[] {
  return members.map(({ values, time }) => ({
    factors: Object.fromEntries(
      plateauFactors.flatMap((factor) => {
        const value = values[fields.indexOf(terms[factor].field)];
        return typeof value === "number" ? [[factor, value]] : [];
      }),
    ),
    time: typeof time === "number" ? time : null,
  }));
}

export interface PlateauLaw {
  /** Of the factors that vary, in the order of `plateauFactors`. */
  readonly exponents: readonly PlateauExponent[];
  /** Standard deviation of log T_II around the law. */
  readonly spread: number;
  /** Of log T_II. */
  readonly rSquared: number;
  /**
   * Runs fitted to, and their combinations of factors. Each combination is one point, the mean of its runs' log T_II: what
   * the law misses of a combination is missed alike by all of its seeds, which so are not independent.
   */
  readonly runs: number;
  readonly combinations: number;
  /** Combinations of which some run has no T_II. They are left out as a whole: the runs that have one are its fastest. */
  readonly leftOut: number;
  /** Combinations that the law says nothing of: with an ε of 0, or of 1 or more, log(1/ε) is infinite or not above 0. */
  readonly beyond: number;
}

export interface PlateauExponent extends Exponent {
  readonly factor: PlateauFactor;
  /** What is raised to that power: `1 + α*`. */
  readonly title: string;
  readonly hypothesis: number;
  /** Whether the interval holds it. */
  readonly holds: boolean;
}

const terms = {
  mixing: { field: "data.mixing", title: "1 + α*", hypothesis: 2, logOf: Math.log1p },
  sequenceLength: { field: "data.sequenceLength", title: "L", hypothesis: 1, logOf: Math.log },
  epsilon: {
    field: "model.initial.epsilon",
    title: "log(1/ε)",
    hypothesis: 1,
    logOf: (value) => Math.log(-Math.log(value)),
  },
  sharpness: { field: "data.sharpness", title: "w*²", hypothesis: -1, logOf: Math.log },
} as const satisfies Record<PlateauFactor, PlateauTerm>;

interface PlateauTerm {
  /** Its path in an experiment. */
  readonly field: string;
  readonly title: string;
  /** The exponent that the paper's analysis expects. */
  readonly hypothesis: number;
  /** log of what is raised to that exponent. */
  readonly logOf: (value: number) => number;
}

/** Null where no factor varies by itself, and with too few combinations to tell an interval. */
export function fitPlateauLaw(points: readonly PlateauPoint[]): PlateauLaw | null {
  const { all, within, whole, factors } = fittedOf(points);
  const columns = factors.map((factor) => Float64Array.from(whole, ({ at }) => logOf(factor, at)));
  const means = Float64Array.from(whole, ({ times }) => meanLog(times));
  const finite = [means, ...columns].every((column) => column.every(Number.isFinite));
  const fit = factors.length > 0 && finite ? fitExponents(means, columns) : null;
  if (!fit) return null;
  return {
    exponents: fit.exponents.map(({ value, interval }, at) => {
      const factor = factors[at];
      const { title, hypothesis } = terms[factor];
      const holds = interval[0] <= hypothesis && hypothesis <= interval[1];
      return { factor, title, value, interval, hypothesis, holds };
    }),
    spread: fit.spread,
    rSquared: fit.rSquared,
    runs: whole.reduce((sum, { times }) => sum + times.length, 0),
    combinations: whole.length,
    leftOut: within.length - whole.length,
    beyond: all.length - within.length,
  };
}

/**
 * Why there is no law, of a sweep in which what T_II depends on varies; null where there is one, and where no such factor
 * varies: nobody expects one there.
 */
export function missingPlateauLaw(points: readonly PlateauPoint[]): string | null {
  const { all, whole, factors } = fittedOf(points);
  const varied = plateauFactors.filter((factor) => varies(factor, all));
  if (varied.length === 0 || fitPlateauLaw(points)) return null;
  const titlesOf = (these: readonly PlateauFactor[]) => listed(these.map((factor) => terms[factor].title));
  const start =
    `No law of T_II by ${titlesOf(varied)}: ${whole.length} of ${count(all.length, "combination")} can be used (those with a ` +
    "T_II in every run, and with ε between 0 and 1)";
  const fixed = varied.filter((factor) => !factors.includes(factor));
  if (fixed.length > 0) {
    return `${start}, and among those ${titlesOf(fixed)} ${fixed.length === 1 ? "does" : "do"} not vary.`;
  }
  const needed = factors.length + 2;
  return whole.length < needed
    ? `${start}; to tell ${count(factors.length, "exponent")} with an interval takes at least ${needed}.`
    : `${start}, and among those one factor goes with the others.`;
}

interface Fitted {
  readonly all: readonly Combination[];
  /** Those that the law says anything of. */
  readonly within: readonly Combination[];
  /** Of these those with a T_II in every run. */
  readonly whole: readonly Combination[];
  /** What varies among these. */
  readonly factors: readonly PlateauFactor[];
}

function fittedOf(points: readonly PlateauPoint[]): Fitted {
  const all = combinationsOf(points);
  const varied = plateauFactors.filter((factor) => varies(factor, all));
  const within = all.filter(({ at }) => varied.every((factor) => Number.isFinite(logOf(factor, at))));
  const whole = within.filter(({ times }) => !times.includes(null));
  return { all, within, whole, factors: varied.filter((factor) => varies(factor, whole)) };
}

function varies(factor: PlateauFactor, combinations: readonly Combination[]): boolean {
  return new Set(combinations.map(({ at }) => at[factor])).size > 1;
}

function logOf(factor: PlateauFactor, at: PlateauPoint["factors"]): number {
  return terms[factor].logOf(at[factor] ?? NaN);
}

/** `T_II ~ (1 + α*)^1.93 · L^1.06`, then what of the hypothesis holds, and what was left out. */
export function plateauLawSentences(law: PlateauLaw): readonly string[] {
  const { exponents, spread, runs, combinations, leftOut, beyond } = law;
  const product = exponents.map(
    ({ title, value }) => `${/^\S+$/.test(title) ? title : `(${title})`}^${twoDigits(value)}`,
  );
  const held = exponents.filter(({ holds }) => holds).map(({ title }) => title);
  const missed = exponents.filter(({ holds }) => !holds).map(({ title }) => title);
  const verdict = [
    ...(held.length > 0 ? [`The 95 % interval holds the hypothesis for ${listed(held)}`] : []),
    ...(missed.length > 0
      ? [`${held.length > 0 ? "not" : "No interval holds the hypothesis: not"} for ${listed(missed)}`]
      : []),
  ].join(", ");
  return [
    `T_II ~ ${product.join(" · ")}, over ${runs} runs of ${combinations} combinations; around it T_II varies by a factor of ` +
      `${Math.exp(spread).toFixed(2)} (one standard deviation).`,
    `${verdict}.`,
    ...(leftOut > 0
      ? [
          `${leftOut} ${leftOut === 1 ? "combination is" : "combinations are"} left out, as not all of its runs have a T_II ` +
            "(the plateau was not left within the steps, or there was none): what remains may be the faster ones.",
        ]
      : []),
    ...(beyond > 0
      ? [
          `${count(beyond, "combination")} with an ε of 0, or of 1 or more, left out: log(1/ε) has no logarithm there.`,
        ]
      : []),
  ];
}

/** `1 combination`, `3 combinations`. */
function count(value: number, noun: string): string {
  return `${value} ${noun}${value === 1 ? "" : "s"}`;
}

/** `1.93`, with a true minus. */
export function twoDigits(value: number): string {
  return value.toFixed(2).replace("-", "−");
}

interface Combination {
  readonly at: PlateauPoint["factors"];
  readonly times: (number | null)[];
}

function combinationsOf(points: readonly PlateauPoint[]): readonly Combination[] {
  const found = new Map<string, Combination>();
  for (const { factors, time } of points) {
    const key = plateauFactors.map((factor) => factors[factor]).join();
    const combination = found.get(key) ?? { at: factors, times: [] };
    combination.times.push(time);
    found.set(key, combination);
  }
  return Array.from(found.values());
}

function meanLog(times: readonly (number | null)[]): number {
  return times.reduce<number>((sum, time) => sum + Math.log(time ?? NaN), 0) / times.length;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}
