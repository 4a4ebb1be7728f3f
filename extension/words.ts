/** Numbers and names as people read them in lists, tooltips and reports. */

/** `0.6502`, `1.20e-5`, `NaN`. */
export function lossText(loss: number): string {
  if (!Number.isFinite(loss)) return String(loss);
  return loss !== 0 && Math.abs(loss) < 1e-3 ? loss.toExponential(2) : loss.toFixed(4);
}

/** `12,345`. */
export function grouped(count: number): string {
  return count.toLocaleString("en");
}

/** Text that Markdown shows as it is, also within a table: names come from files. */
export function markdownText(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!~|<>&]/g, "\\$&").replace(/\r?\n/g, " ");
}
