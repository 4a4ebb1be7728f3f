/** Zooming by mouse and fingers, as chartjs-plugin-zoom does it: along the axis of places only. */
import type { ZoomPluginOptions } from "chartjs-plugin-zoom/types/options";
import { placeAt } from "./axis";
import type { Picture } from "./picture";
import { across, type Stretch, type View } from "./view";

/** Pixels that the pointer may move in a click. */
export const clickSlack = 4;
/** The axis can be drawn out so many times. */
const mostZoom = 2000;

export function zoomOptions(picture: () => Picture): ZoomPluginOptions {
  const { theme, view } = picture();
  return {
    limits: { x: limitsOf(view) },
    zoom: {
      mode: "x",
      wheel: { enabled: true },
      pinch: { enabled: true },
      drag: {
        enabled: true,
        threshold: clickSlack,
        backgroundColor: `${theme.series[0]}33`,
        drawTime: "afterDatasetsDraw",
      },
      // The wheel alone scrolls the page.
      onZoomStart: ({ event }) =>
        !(event instanceof WheelEvent) || event.ctrlKey || event.metaKey ? undefined : false,
    },
    pan: {
      enabled: true,
      mode: "x",
      modifierKey: "shift",
      threshold: clickSlack,
      // With one finger the page is scrolled, unless there is something to see beside.
      onPanStart: ({ event }) =>
        event.pointerType === "mouse" || isZoomed(picture().view) ? undefined : false,
    },
  };
}

/** In units of what is drawn. */
export function limitsOf(view: View): { min: number; max: number; minRange: number } {
  const [min, max] = view.whole.map((place) => across(view, place));
  return { min, max, minRange: (max - min) / mostZoom };
}

export function isZoomed({ whole, first, last }: View): boolean {
  return first > whole[0] || last < whole[1];
}

/** The places between two positions; null where that is the whole axis. */
export function stretchBetween(from: number, to: number, view: View): Stretch | null {
  const { min, max } = limitsOf(view);
  const slack = 1e-9 * (max - min);
  if (from <= min + slack && to >= max - slack) return null;
  return [placeAt(from, view.scale, view.unit), placeAt(to, view.scale, view.unit)];
}
