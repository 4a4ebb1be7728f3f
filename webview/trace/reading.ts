/** Which tokens are read by the heads that are lit: before the traced place, and before the one it is compared with. */
import { copiedBy, type Trace } from "../../core/inspect";
import { lightsHead, type Highlight } from "../store";
import { seriesCount } from "../theme";

/** A head that gives a lag less than this hardly reads it. */
const leastRead = 0.1;

/** By 0-based place: the colour, by number, of the first lit head that reads it. */
export function placesRead(
  trace: Trace,
  candidate: number | null,
  highlight: Highlight | null,
): ReadonlyMap<number, number> {
  const read = new Map<number, number>();
  for (let head = trace.model.heads - 1; head >= 0; head--) {
    if (!lightsHead(highlight, head)) continue;
    for (const place of candidate === null ? [trace.position] : [trace.position, candidate]) {
      for (const { position, attention } of copiedBy(trace, head, place)) {
        if (attention >= leastRead) read.set(position, head % seriesCount);
      }
    }
  }
  return read;
}
