/** Words on one line of a drawing: what has no room is shortened or left out, so that no two overlap. */

/** The width of a text in pixels. */
export type Measure = (text: string) => number;

export interface Label {
  /** Of its left end, pixels. */
  readonly x: number;
  readonly text: string;
}

/** Room that labels keep from each other. */
const gap = 12;

/** Each under its place, moved inwards at the edges; of two without room for both the earlier one stays. */
export function labelsAt(
  wanted: readonly { readonly at: number; readonly text: string }[],
  width: number,
  measure: Measure,
): readonly Label[] {
  const labels: Label[] = [];
  let free = 0;
  for (const { at, text } of wanted) {
    const room = measure(text);
    const x = Math.max(0, Math.min(at - room / 2, width - room));
    if (x < free) continue;
    labels.push({ x, text });
    free = x + room + gap;
  }
  return labels;
}

/** By the browser. @param fontFamily as style sheets have it */
export function textMeasure(fontFamily: string, size: number): Measure {
  const context = document.createElement("canvas").getContext("2d");
  const known = new Map<string, number>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined || !context) return before ?? 0;
    context.font = `${size}px ${fontFamily}`;
    const { width } = context.measureText(text);
    if (known.size > 500) known.clear();
    known.set(text, width);
    return width;
  };
}
