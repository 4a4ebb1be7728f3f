/** Numbers as people read them on a terminal. */

/** `12,345`. */
export function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

/** `1 step`, `2,000 steps`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Four decimals for what is of order one, four digits otherwise; `NaN` and infinities as they are. */
export function decimal(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 0.001 && size < 10_000)) return value.toFixed(4);
  return Number.isFinite(value) ? value.toExponential(3) : String(value);
}

/** A relative error: `3.1e-8`, `0`. */
export function scientific(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  return value.toExponential(1);
}

/** A share as a percentage of two digits, whole where it has more: `100`, `4.2`, `3.1e-8`. */
export function percent(share: number): string {
  const value = 100 * share;
  if (value === 0) return "0";
  if (value < 0.01 || value >= 1e6) return scientific(value);
  return value >= 99.5 ? grouped(Math.round(value)) : value.toPrecision(2);
}

/** Steps a second: `1,832`, `0.42`. */
export function rate(perSecond: number): string {
  return perSecond < 10 ? perSecond.toPrecision(2) : grouped(Math.round(perSecond));
}

/** `640 kB`, `1.4 MB`. */
export function fileSize(bytes: number): string {
  return bytes < 999_500 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** The two largest units that matter: `0.4 s`, `42 s`, `3 min 20 s`, `2 h 5 min`, `4 days`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min${rest(whole % 60, "s")}`;
  if (whole < 172_800) return `${Math.floor(whole / 3600)} h${rest(Math.floor((whole % 3600) / 60), "min")}`;
  return `${Math.floor(whole / 86_400)} days`;
}

/** One step's: `0.482 ms`, `1.21 s`. */
export function stepTime(seconds: number): string {
  return seconds < 1 ? `${(seconds * 1000).toPrecision(3)} ms` : `${seconds.toPrecision(3)} s`;
}

function rest(count: number, unit: string): string {
  return count === 0 ? "" : ` ${count} ${unit}`;
}
