/** Sequences on the device, in batches that one buffer holds: a fixed set, copied there once, or fresh ones. */
import type { TokenSet } from "../../data";
import { usage, type Device } from "./device";
import { rowWordsOf } from "./shape";

export interface TokenBatch {
  /** [≥ count, rowWords] words. */
  readonly tokens: GPUBuffer;
  readonly count: number;
  /** Adds to a pass what has to run before the tokens are there. */
  encode(pass: GPUComputePassEncoder): void;
}

export interface TokenSource {
  readonly batches: readonly TokenBatch[];
  /** Makes the batches those of `step`. */
  select(step: number): void;
}

/** @throws RangeError with the size where the device has no memory for the set */
export async function fixedTokens(device: Device, data: TokenSet): Promise<TokenSource> {
  const rowBytes = 4 * rowWordsOf(data.sequenceLength);
  const most = Math.floor(device.mostBytes / rowBytes);
  const batches: TokenBatch[] = [];
  for (let first = 0; first < data.count; first += most) {
    const count = Math.min(most, data.count - first);
    const tokens = await device.ifItFits((own) =>
      own(device.buffer("tokens", count * rowBytes, usage.storage | usage.copyTarget | usage.copySource)),
    );
    if (!tokens) throw new RangeError(tooLarge(device, data.count * rowBytes));
    write(device, tokens, data, first, count);
    batches.push({ tokens, count, encode: () => undefined });
  }
  return { batches, select: () => undefined };
}

/** Rows that are copied at once, so that padded copies of large sets never lie in memory whole. */
const MOST_COPIED_BYTES = 2 ** 24;

function write(device: Device, to: GPUBuffer, data: TokenSet, first: number, count: number): void {
  const row = data.sequenceLength + 1;
  const rowBytes = 4 * rowWordsOf(data.sequenceLength);
  const portion = Math.max(1, Math.floor(MOST_COPIED_BYTES / rowBytes));
  for (let done = 0; done < count; done += portion) {
    const rows = Math.min(portion, count - done);
    const padded = new Uint8Array(rows * rowBytes);
    for (let index = 0; index < rows; index++) {
      const from = (first + done + index) * row;
      padded.set(data.tokens.subarray(from, from + row), index * rowBytes);
    }
    device.gpu.queue.writeBuffer(to, done * rowBytes, padded);
  }
}

function tooLarge(device: Device, bytes: number): string {
  return (
    `The device ${device.name} has no memory for the sequences, ${megabytes(bytes)}: use fewer or shorter ones, ` +
    'fresh batches (data.online), or engine.kind "cpu".'
  );
}

export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString("en-US")} MB`;
}
