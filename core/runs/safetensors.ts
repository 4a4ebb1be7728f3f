/**
 * The safetensors format on bytes: eight bytes of header length, a JSON header, the tensors' bytes without gaps.
 * https://github.com/huggingface/safetensors#format — Python reads it with `safetensors.numpy.load_file`.
 */
import { z } from "zod";
import { errorMessage } from "./errors";

const arrayTypes = {
  F64: Float64Array,
  I64: BigInt64Array,
  U64: BigUint64Array,
  F32: Float32Array,
  I32: Int32Array,
  U32: Uint32Array,
  I16: Int16Array,
  U16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
} as const;
export type TensorDtype = keyof typeof arrayTypes;

/** `data` is row-major; its length is the product of `shape`, `[]` being a scalar. */
export type Tensor = {
  [D in TensorDtype]: {
    readonly dtype: D;
    readonly shape: readonly number[];
    readonly data: InstanceType<(typeof arrayTypes)[D]>;
  };
}[TensorDtype];

export type Tensors = Readonly<Record<string, Tensor>>;

export interface Safetensors {
  readonly tensors: Tensors;
  /** The header's `__metadata__`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Bytes that are not a whole safetensors file. */
export class SafetensorsError extends Error {
  override readonly name = "SafetensorsError";
}

/**
 * The file of `tensors`. Wide elements come first, so that every tensor starts at a multiple of its element's width.
 * @throws RangeError when a shape does not fit its data
 */
export function encodeSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  const ordered = Object.entries(tensors).sort(([, a], [, b]) => widthOf(b.dtype) - widthOf(a.dtype));
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { dtype, shape, data }] of ordered) {
    if (elements(shape) !== data.length) {
      throw new RangeError(
        `tensor "${name}": shape [${shape.join(", ")}] does not hold ${data.length} elements`,
      );
    }
    header[name] = { dtype, shape, data_offsets: [end, (end += data.byteLength)] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(text.length / 8) * 8;

  const bytes = new Uint8Array(lengthBytes + headerLength + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(space, lengthBytes, lengthBytes + headerLength);
  bytes.set(text, lengthBytes);
  let offset = lengthBytes + headerLength;
  for (const [, { data }] of ordered) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
}

/**
 * What `bytes` hold, copied out of them.
 * @throws SafetensorsError when they are damaged, truncated or use a dtype without a typed array (F16, BF16, …)
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const { metadata, entries, dataOffset } = decodeSafetensorsHeader(bytes);
  const data = bytes.subarray(dataOffset);
  const announced = entries.reduce((end, entry) => Math.max(end, entry.end), 0);
  if (data.length !== announced) {
    const complaint = data.length < announced ? "truncated" : "longer than announced";
    throw new SafetensorsError(
      `${complaint}: the header announces ${announced} bytes of data, found ${data.length}`,
    );
  }
  const tensors = entries.map(({ name, dtype, shape, begin, end }) => {
    // Not slice(): that of a Buffer, which is a Uint8Array too, does not copy.
    const array = new arrayTypes[dtype](new Uint8Array(data.subarray(begin, end)).buffer);
    // The constructor came from `dtype`, which the compiler cannot follow through the table.
    return [name, { dtype, shape, data: array } as Tensor] as const;
  });
  return { tensors: Object.fromEntries(tensors), metadata };
}

export interface SafetensorsHeader {
  readonly metadata: Readonly<Record<string, string>>;
  /** In the order of their bytes, which they cover without gaps; offsets count from `dataOffset`. */
  readonly entries: readonly HeaderEntry[];
  readonly dataOffset: number;
}

interface HeaderEntry {
  readonly name: string;
  readonly dtype: TensorDtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** Only the header; `bytes` may end behind it. @throws SafetensorsError */
export function decodeSafetensorsHeader(bytes: Uint8Array): SafetensorsHeader {
  const dataOffset = safetensorsDataOffset(bytes);
  if (bytes.length < dataOffset) {
    throw new SafetensorsError(
      `truncated in the header: expected ${dataOffset} bytes, found ${bytes.length}`,
    );
  }
  const { __metadata__: metadata = {}, ...infos } = parseHeader(bytes.subarray(lengthBytes, dataOffset));
  const entries = Object.entries(infos)
    .map(([name, info]) => headerEntry(name, info))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  entries.forEach(({ name, begin }, index) => {
    const expected = index === 0 ? 0 : entries[index - 1].end;
    if (begin !== expected) {
      throw new SafetensorsError(
        `tensor "${name}" begins at byte ${begin} of the data, expected ${expected}`,
      );
    }
  });
  return { metadata, entries, dataOffset };
}

/** Where the data begin, from the first eight bytes of a file. @throws SafetensorsError */
export function safetensorsDataOffset(bytes: Uint8Array): number {
  if (bytes.length < lengthBytes) {
    throw new SafetensorsError(
      `truncated: a header takes ${lengthBytes} bytes or more, found ${bytes.length}`,
    );
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset, lengthBytes).getBigUint64(0, true);
  if (length > maximalHeader) {
    throw new SafetensorsError(`not a safetensors file: its header would take ${length} bytes`);
  }
  return lengthBytes + Number(length);
}

const lengthBytes = 8;
const space = 0x20;
/** The limit of the reference implementation. */
const maximalHeader = 100_000_000n;

const side = z.int().nonnegative();
const infoSchema = z.object({
  dtype: z.string(),
  shape: z.array(side),
  data_offsets: z.tuple([side, side]),
});
const headerSchema = z
  .object({ __metadata__: z.record(z.string(), z.string()).exactOptional() })
  .catchall(infoSchema);

function parseHeader(bytes: Uint8Array): z.infer<typeof headerSchema> {
  try {
    return headerSchema.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch (error) {
    const reason = error instanceof z.ZodError ? error.issues[0].path.join(".") : errorMessage(error);
    throw new SafetensorsError(`its header is damaged: ${reason}`);
  }
}

function headerEntry(name: string, info: z.infer<typeof infoSchema>): HeaderEntry {
  const { dtype, shape } = info;
  const [begin, end] = info.data_offsets;
  if (!isKnown(dtype)) {
    throw new SafetensorsError(
      `tensor "${name}" has dtype ${dtype}; read are ${Object.keys(arrayTypes).join(", ")}`,
    );
  }
  if (end - begin !== elements(shape) * widthOf(dtype)) {
    throw new SafetensorsError(
      `tensor "${name}": ${dtype} of shape [${shape.join(", ")}] does not take bytes ${begin} to ${end}`,
    );
  }
  return { name, dtype, shape, begin, end };
}

function isKnown(dtype: string): dtype is TensorDtype {
  return Object.hasOwn(arrayTypes, dtype);
}

function widthOf(dtype: TensorDtype): number {
  return arrayTypes[dtype].BYTES_PER_ELEMENT;
}

function elements(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
