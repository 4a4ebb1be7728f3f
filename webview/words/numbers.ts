/** Numbers as people read them on the page. NaN, which stands for unknown, is a dash. */
import { t } from "@vscode/l10n";

export const unknown = "–";

/** `12,345`. */
export function grouped(count: number): string {
  return Number.isNaN(count) ? unknown : grouping.format(count);
}

/** Made once: making one takes longer than a frame has time for. */
const grouping = new Intl.NumberFormat("en-US");

/** Losses and scales: four decimals for what is of order one, four digits otherwise. */
export function decimal(value: number): string {
  const size = Math.abs(value);
  if (Number.isNaN(value)) return unknown;
  if (value === 0 || (size >= 0.001 && size < 10_000)) return withMinus(value.toFixed(4));
  return Number.isFinite(value) ? scientific(value, 3) : withMinus(value < 0 ? "-∞" : "∞");
}

/** Differences of losses: `+0.0123`, `−0.0004`, `+3e−6`, `0`. */
export function signedDecimal(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || size >= 10_000) return decimal(value);
  return `${signOf(value)}${size === 0 ? "0" : size >= 5e-5 ? size.toFixed(4) : scientific(size, 0)}`;
}

/** How far off a number of order one may be: `0.0123`, `0.0004`, `3e−6`. */
export function spread(size: number): string {
  return signedDecimal(size).replace("+", "");
}

/** Shares of one: `0.993`, `4e−5`, `0`; and what may be below 0, as inner products: `−0.012`, or huge: `4.5e74`. */
export function share(value: number): string {
  if (Number.isNaN(value)) return unknown;
  if (value < 0) return `−${share(-value)}`;
  if (value >= 10_000) return Number.isFinite(value) ? scientific(value, 1) : "∞";
  return value === 0 || value >= 0.001 ? shortZero(value.toFixed(3)) : scientific(value, 0);
}

/** A share that floats cannot hold, by its decimal logarithm: `3e−412`. */
export function shareFromLog(log10: number): string {
  if (Number.isNaN(log10)) return unknown;
  if (log10 === -Infinity) return "0";
  const exponent = Math.floor(log10);
  const digit = Math.round(10 ** (log10 - exponent));
  return withMinus(digit === 10 ? `1e${exponent + 1}` : `${digit}e${exponent}`);
}

/** Differences of shares: `+0.031`, `−4e−5`, `0`. */
export function signedShare(value: number): string {
  return `${signOf(value)}${share(Math.abs(value))}`;
}

/** Where there is little room: `+.03`. */
export function signedShortShare(value: number): string {
  return Math.abs(value) < 0.005 ? "·" : `${signOf(value)}${shortShare(Math.abs(value))}`;
}

/** Where there is little room: `.93`. Zero is whatever rounds to it. */
export function shortShare(value: number): string {
  if (Number.isNaN(value)) return unknown;
  return value < 0.005 ? "·" : value.toFixed(2).replace(/^0/, "");
}

/** The most that is not all: sums of shares, and shares beside tiny ones, round to 1 or beyond. */
export const belowAll = 1 - Number.EPSILON;

/** `99.2 %`; what is not quite all is never rounded to it. */
export function percent(value: number): string {
  if (value < 1 && value >= 0.9995) return t("more than 99.9 %");
  return value === 1 ? "100 %" : `${(100 * value).toFixed(1)} %`;
}

/** A factor in words of about three digits: `1,390`, `3.1`, `2.5e+6`. */
export function factor(value: number): string {
  if (value < 10) return value.toPrecision(2);
  return value < 1e6 ? grouped(Number(value.toPrecision(3))) : scientific(value, 1);
}

/** `1,832 steps/s`. */
export function rate(perSecond: number): string {
  if (Number.isNaN(perSecond)) return unknown;
  return perSecond < 10 ? perSecond.toPrecision(2) : grouped(Math.round(perSecond));
}

/** The two largest units that matter: `0.4 s`, `42 s`, `3 min 20 s`, `2 h 5 min`, `4 days`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return unknown;
  if (seconds < 9.95) return t("{0} s", seconds.toFixed(1));
  const whole = Math.round(seconds);
  if (whole < 60) return t("{0} s", whole);
  if (whole < 3600) return t("{0} min {1} s", Math.floor(whole / 60), whole % 60);
  if (whole < 172_800) return t("{0} h {1} min", Math.floor(whole / 3600), Math.floor((whole % 3600) / 60));
  return t("{0} days", Math.floor(whole / 86_400));
}

/** Of an axis whose ticks are so far apart: all with the same digits, and no more than it takes. */
export function tick(value: number, spacing: number): string {
  const size = Math.abs(value);
  if (size >= leastInPowers) {
    return scientific(value, Math.max(0, magnitude(size) - magnitude(spacing)));
  }
  if (size >= 1000) return withMinus(grouped(value));
  const digits = Math.max(0, -Math.floor(Math.log10(spacing) + 1e-9));
  if (digits > mostTickDigits && size < 1e-4) {
    return size === 0 ? "0" : scientific(value, digits + Math.floor(Math.log10(size) + 1e-9));
  }
  return withMinus((value || 0).toFixed(Math.min(digits, 12)));
}

/** From here on ticks are written in powers of ten. */
const leastInPowers = 1e6;

/** The power of ten that a number above 0 begins with. */
function magnitude(size: number): number {
  return Math.floor(Math.log10(size) + 1e-9);
}

/** Beyond them small ticks are written in powers of ten. */
const mostTickDigits = 6;

/** `4e−5`. */
function scientific(value: number, digits: number): string {
  return withMinus(value.toExponential(digits).replace("e+", "e"));
}

function signOf(value: number): string {
  return value < 0 ? "−" : value > 0 ? "+" : "";
}

function shortZero(text: string): string {
  return text === "0.000" ? "0" : text;
}

function withMinus(text: string): string {
  return text.replaceAll("-", "−");
}
