/**
 * Colours of curves. The order and hues are Okabe and Ito's, which people with any colour vision tell apart; where
 * one of theirs is too pale or too dark for the background, a shade of it stands in.
 */

/** At most so many curves of one chart differ by colour. */
export const seriesCount = 6;

/** By place: blue, orange, green, purple, yellow, vermilion or what is left. */
export const seriesColours = {
  light: ["#0072b2", "#d55e00", "#008a65", "#b0578a", "#8f7400", "#4a4a9c"],
  dark: ["#56b4e9", "#e69f00", "#2fb890", "#d98bb5", "#f0e442", "#ec7a45"],
} as const;

/** What luminance makes of two colours, 1 to 21 (WCAG 2). @param one `#rrggbb`, as `other` */
export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
