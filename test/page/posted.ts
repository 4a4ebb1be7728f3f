/** What arrives at a page when the host tells it something: VS Code makes JSON of it, and keeps only arrays of numbers. */
import { outgoing } from "../../core/protocol";

/** For the page's own `postMessage`, which clones. */
export function posted(message: unknown): unknown {
  const arrays: ArrayBufferView[] = [];
  const json = JSON.stringify(outgoing(message), (_, value: unknown) =>
    ArrayBuffer.isView(value) ? { $array: arrays.push(value) - 1 } : value,
  );
  return JSON.parse(json, (_, value: unknown) => {
    const isArray = typeof value === "object" && value !== null && "$array" in value;
    return isArray ? arrays[Number(value.$array)] : value;
  });
}
