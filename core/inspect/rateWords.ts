/** A stage's rate in one plain English sentence, for terminals and files; the page says it in the user's language. */
import type { Law, LawKind, RateFit } from "../theory";
import type { RateQuantity, StageRate } from "./stageRates";

/** `stage III: a ~ 0.246 + 1.02 log(t + 65.9), R² 0.99996, as predicted` */
export function rateSentence({ phase, quantity, best, fits, predicted, verdict }: StageRate): string {
  const subject = `stage ${numerals[phase.kind]}: ${quantityText(quantity)}`;
  const found = best ? `${subject} ~ ${lawText(best.law)}, R² ${rSquaredText(best)}` : subject;
  const wanted = fits?.[predicted];
  const instead = wanted ? `R² ${rSquaredText(wanted)}` : "cannot be fitted";
  switch (verdict) {
    case "asPredicted":
      return `${found}, as predicted`;
    case "asGood":
      return `${found}; the predicted ${lawName(predicted)} does as well`;
    case "nearly":
      return `${found}; the predicted ${lawName(predicted)} does nearly as well (${instead})`;
    case "otherwise":
      return `${found}; predicted was ${article(predicted)} ${lawName(predicted)} (${instead})`;
    case "none":
      return `${subject} follows no simple law (R² at best ${best ? rSquaredText(best) : 0}); predicted was ${article(predicted)} ${lawName(predicted)}`;
    case "unknown":
      return `${subject} has too few recorded steps, or moves too little, to tell a law`;
  }
}

/** `1.64 exp(0.327 t)`, with three digits of every number. */
export function lawText(law: Law): string {
  switch (law.kind) {
    case "exponential": {
      const grown = (factor: number) => `${digits(factor)} exp(${digits(law.rate)} t)`;
      return law.offset === 0 ? grown(law.factor) : `${digits(law.offset)} ${signed(law.factor, grown)}`;
    }
    case "power":
      return `${digits(law.factor)} ${since(law.onset)}^${digits(law.exponent)}`;
    case "logarithm":
      return `${digits(law.offset)} ${signed(law.factor, (factor) => `${digits(factor)} log${law.onset === 0 ? " t" : since(law.onset)}`)}`;
  }
}

/** More of its digits the nearer it is to 1: `0.93`, `0.9995`, `0.999996`; what is less than 1 never becomes it. */
export function rSquaredText({ rSquared }: RateFit): string {
  if (rSquared > mostShown) return rSquared < 1 ? String(mostShown) : "1";
  return rSquared.toFixed(Math.min(6, Math.max(2, 1 - Math.floor(Math.log10(1 - rSquared)))));
}

const mostShown = 0.999999;
const numerals = { selection: "I", concentration: "II", growth: "III" } as const;

export function lawName(kind: LawKind): string {
  return kind === "power" ? "power law" : kind;
}

function article(kind: LawKind): string {
  return kind === "exponential" ? "an" : "a";
}

function quantityText(quantity: RateQuantity): string {
  switch (quantity.kind) {
    case "ratio":
      return "c² of the winner over its strongest rival's";
    case "attention":
      return `1 − σ of head ${quantity.head + 1} at lag ${quantity.lag}`;
    case "scale":
      return "a";
  }
}

function since(onset: number): string {
  return onset === 0 ? "t" : `(t + ${digits(onset)})`;
}

function signed(factor: number, term: (factor: number) => string): string {
  return factor < 0 ? `− ${term(-factor)}` : `+ ${term(factor)}`;
}

function digits(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const size = Math.abs(rounded);
  const text = size !== 0 && (size < 1e-3 || size >= 1e5) ? rounded.toExponential() : String(rounded);
  return text.replace("e+", "e").replaceAll("-", "−");
}
