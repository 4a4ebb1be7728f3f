/**
 * What a report holds in place of a host: all that one would say to the page, as bytes. Numbers stay bit for bit what
 * they are. Compressing the bytes is the affair of who writes and reads them, and makes sure that they are whole.
 *
 * Layout: the header's length in bytes (uint32), the header (JSON), and behind it every array's bytes, little-endian.
 * In the header an array is `{"$float64": [place, length]}` or `{"$bytes": …}`, and a number that JSON lacks is what
 * crossing.ts makes of it.
 */
import * as z from "zod";
import { isToPanel } from "./check";
import { incoming, outgoing } from "./crossing";
import type { SequenceSet, ToPanel } from "./panel";

/** The format that is written, and the only one that is read. */
const format = 1;

export interface ReportContents {
  /** What answers `ready`, in this order. */
  readonly opening: readonly ToPanel[];
  /** Of the run that the page is about, one for each set. */
  readonly sequences: readonly HeldSequences[];
}

export type HeldSequences =
  | {
      readonly kind: "held";
      readonly set: SequenceSet;
      /** Of the run's set, of which the first ones are held. */
      readonly count: number;
      /** L + 1: what a sequence takes. */
      readonly width: number;
      /** [held, L + 1]: x_1 … x_L and the target. */
      readonly tokens: Uint8Array;
    }
  /** Of a run on the mixed target. */
  | {
      readonly kind: "scalars";
      readonly set: SequenceSet;
      readonly count: number;
      /** L */
      readonly width: number;
      /** [held, L]: x_1 … x_L. */
      readonly scalars: Float64Array;
    }
  /** Why there are none, in words. */
  | { readonly kind: "problem"; readonly set: SequenceSet; readonly problem: string };

export function packReport({ opening, sequences }: ReportContents): Uint8Array {
  const arrays: Uint8Array[] = [];
  let place = 0;
  const kept = (kind: string, length: number, bytes: Uint8Array) => {
    const placed = { [kind]: [place, length] };
    arrays.push(bytes);
    place += bytes.length;
    return placed;
  };
  const header = JSON.stringify(outgoing({ format, opening, sequences }), (_, value: unknown) => {
    if (value instanceof Float64Array) {
      return kept("$float64", value.length, new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    }
    return value instanceof Uint8Array ? kept("$bytes", value.length, value) : value;
  });
  return joined([lengthAndText(header), ...arrays]);
}

/** @throws Error saying what is wrong with the bytes */
export function unpackReport(bytes: Uint8Array): ReportContents {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 4 ? Infinity : view.getUint32(0, true);
  if (4 + length > bytes.length) throw new Error("It is cut short.");
  const arrays = bytes.subarray(4 + length);
  const header = new TextDecoder().decode(bytes.subarray(4, 4 + length));
  const contents: unknown = JSON.parse(header, (_, value: unknown) => revived(value, arrays));
  const parsed = schema.safeParse(incoming(contents));
  if (!parsed.success)
    throw new Error(`It is no report of format ${format}. ${z.prettifyError(parsed.error)}`);
  const { opening, sequences } = parsed.data;
  return { opening, sequences };
}

const set = z.enum(["train", "validation"]);

const schema = z.object({
  format: z.literal(format),
  opening: z.array(z.custom<ToPanel>(isToPanel)),
  sequences: z.array(
    z.discriminatedUnion("kind", [
      z
        .object({
          kind: z.literal("held"),
          set,
          count: z.int().min(0),
          width: z.int().min(1),
          tokens: z.instanceof(Uint8Array),
        })
        .refine(({ width, tokens }) => tokens.length % width === 0),
      z
        .object({
          kind: z.literal("scalars"),
          set,
          count: z.int().min(0),
          width: z.int().min(1),
          scalars: z.instanceof(Float64Array),
        })
        .refine(({ width, scalars }) => scalars.length % width === 0),
      z.object({ kind: z.literal("problem"), set, problem: z.string() }),
    ]),
  ),
});

/** Shapes are checked, because a metric too may be called `$bytes`. */
const placed = z.tuple([z.int().min(0), z.int().min(0)]);
const marked = z.union([z.strictObject({ $float64: placed }), z.strictObject({ $bytes: placed })]);

function revived(value: unknown, arrays: Uint8Array): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const { success, data } = marked.safeParse(value);
  if (!success) return value;
  const [place, length] = "$float64" in data ? data.$float64 : data.$bytes;
  const size = "$float64" in data ? length * 8 : length;
  if (place + size > arrays.length) throw new Error("It is cut short.");
  const bytes = new Uint8Array(arrays.subarray(place, place + size));
  return "$float64" in data ? new Float64Array(bytes.buffer) : bytes;
}

function lengthAndText(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const result = new Uint8Array(4 + bytes.length);
  new DataView(result.buffer).setUint32(0, bytes.length, true);
  result.set(bytes, 4);
  return result;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}
