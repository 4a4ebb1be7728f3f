/** The laws that a quantity may follow over time, as plain data: their values, and how they change with their parameters. */

export type Law =
  /** c + b·exp(r t). */
  | { readonly kind: "exponential"; readonly factor: number; readonly rate: number; readonly offset: number }
  /** b·(t + τ)^β. */
  | { readonly kind: "power"; readonly factor: number; readonly exponent: number; readonly onset: number }
  /** c + b·log(t + τ). */
  | { readonly kind: "logarithm"; readonly factor: number; readonly offset: number; readonly onset: number };

export type LawKind = Law["kind"];

export const lawKinds = ["exponential", "power", "logarithm"] as const;

/** By the names they have in `Law`. */
export type LawParameter = "factor" | "rate" | "exponent" | "offset" | "onset";

export function lawValue(law: Law, time: number): number {
  switch (law.kind) {
    case "exponential": {
      const { factor, rate, offset } = law;
      // A factor too small for a number may still belong to a rate that brings it back.
      return offset + Math.sign(factor) * Math.exp(Math.log(Math.abs(factor)) + rate * time);
    }
    case "power":
      return law.factor * (time + law.onset) ** law.exponent;
    case "logarithm":
      return law.offset + law.factor * Math.log(time + law.onset);
  }
}

/** log y, also where y itself is no number any more; NaN where y < 0. */
export function lawLog(law: Law, time: number): number {
  switch (law.kind) {
    case "exponential":
      return law.offset === 0 ? Math.log(law.factor) + law.rate * time : Math.log(lawValue(law, time));
    case "power":
      return Math.log(law.factor) + law.exponent * Math.log(time + law.onset);
    case "logarithm":
      return Math.log(lawValue(law, time));
  }
}

/** In the order in which a law is written; those that were not fitted among them. */
export function lawParameters(law: Law): readonly (readonly [LawParameter, number])[] {
  switch (law.kind) {
    case "exponential":
      return [
        ["offset", law.offset],
        ["factor", law.factor],
        ["rate", law.rate],
      ];
    case "power":
      return [
        ["factor", law.factor],
        ["exponent", law.exponent],
        ["onset", law.onset],
      ];
    case "logarithm":
      return [
        ["offset", law.offset],
        ["factor", law.factor],
        ["onset", law.onset],
      ];
  }
}

/** The symbols of the laws' formulas. */
export const lawSymbols: Readonly<Record<LawParameter, string>> = {
  factor: "b",
  rate: "r",
  exponent: "β",
  offset: "c",
  onset: "τ",
};

/** ∂y/∂parameter at a time, or on the `log` scale ∂(log y)/∂parameter, which stays a number when y does not. */
export function lawSlope(law: Law, parameter: LawParameter, time: number, scale: "linear" | "log"): number {
  const value = scale === "log" ? 1 : lawValue(law, time);
  switch (law.kind) {
    case "exponential": {
      if (parameter === "offset") return 1;
      const grown = law.offset === 0 ? value : lawValue({ ...law, offset: 0 }, time);
      return parameter === "rate" ? time * grown : grown / law.factor;
    }
    case "power": {
      const since = time + law.onset;
      if (parameter === "exponent") return value * Math.log(since);
      return parameter === "onset" ? (law.exponent * value) / since : value / law.factor;
    }
    case "logarithm": {
      const unit = scale === "log" ? lawValue(law, time) : 1;
      const since = time + law.onset;
      if (parameter === "offset") return 1 / unit;
      return (parameter === "onset" ? law.factor / since : Math.log(since)) / unit;
    }
  }
}
