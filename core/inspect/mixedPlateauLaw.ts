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
  const all = combinationsOf(points);
  const whole = all.filter(({ times }) => !times.includes(null));
  const factors = plateauFactors.filter((factor) => new Set(whole.map(({ at }) => at[factor])).size > 1);
  const columns = factors.map((factor) =>
    Float64Array.from(whole, ({ at }) => terms[factor].logOf(at[factor] ?? NaN)),
  );
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
    leftOut: all.length - whole.length,
  };
}

/** `T_II ~ (1 + α*)^1.93 · L^1.06`, then what of the hypothesis holds, and what was left out. */
export function plateauLawSentences(law: PlateauLaw): readonly string[] {
  const { exponents, spread, runs, combinations, leftOut } = law;
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
  ];
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
