/**
 * NumPy's .npy format, versions 1–3, on bytes alone: importing token sequences and exporting typed arrays.
 * It reads integer matrices only, which is what a data set is; files and zip archives are the callers' affair.
 */
import type { TokenSet } from "./tokens";

/** A .npy file that cannot serve as token sequences; the message names the file, the finding and what is allowed. */
export class NpyError extends Error {
  override readonly name = "NpyError";
  constructor(
    readonly path: string,
    finding: string,
  ) {
    super(`${path}: ${finding}`);
  }
}

export interface NpyTokensOptions {
  /** What error messages call the file. */
  readonly path: string;
  /** d: tokens must lie in 0..d−1; at most 256. */
  readonly alphabetSize: number;
}

/** The arrays that `encodeNpy` writes. */
export type NpyArray =
  | Float64Array
  | Float32Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** How token sequences lie in a .npy file, known from its header. */
export interface NpyTokenLayout {
  /** N. */
  readonly count: number;
  /** L + 1. */
  readonly columns: number;
  /** Bytes a token. */
  readonly width: number;
  /** Where the first token begins, and bytes from a token to the same column of the next row, and to the next column. */
  readonly dataOffset: number;
  readonly rowStride: number;
  readonly columnStride: number;
  readonly read: (view: DataView, offset: number) => number | bigint;
}

/**
 * @param bytes the file's beginning: at least its whole header @param fileBytes how many the file has
 * @throws NpyError when it holds no sequences: see `decodeNpyTokens`
 * @throws RangeError when `alphabetSize` is not in 1..256
 */
export function npyTokenLayout(
  bytes: Uint8Array,
  fileBytes: number,
  { path, alphabetSize }: NpyTokensOptions,
): NpyTokenLayout {
  if (!Number.isInteger(alphabetSize) || alphabetSize < 1 || alphabetSize > 256) {
    throw new RangeError(`alphabetSize must be an integer in 1..256, not ${alphabetSize}`);
  }
  const header = readHeader(bytes, path);
  const { width, read } = integerReader(header, path);
  const [count, columns] = sequenceShape(header, path);
  const { dataOffset, fortranOrder } = header;
  checkSize(header, fileBytes - dataOffset, count * columns * width, path);
  const rowStride = fortranOrder ? width : columns * width;
  const columnStride = fortranOrder ? count * width : width;
  return { count, columns, width, dataOffset, rowStride, columnStride, read };
}

/** @throws NpyError when the alphabet does not have it @param row @param column counted from 0 */
export function knownToken(
  token: number | bigint,
  row: number,
  column: number,
  { path, alphabetSize }: NpyTokensOptions,
): number {
  if (token >= 0 && token < alphabetSize) return Number(token);
  throw new NpyError(
    path,
    `row ${row}, column ${column} (counting from 0) holds ${token}; with alphabetSize ${alphabetSize} ` +
      `tokens must lie in 0…${alphabetSize - 1}. Correct alphabetSize or renumber the tokens.`,
  );
}

/**
 * Token sequences from the bytes of a .npy file: [N, L+1], any integer dtype and byte order, C or Fortran order.
 * @throws NpyError when the bytes are no such array or a token is out of range
 * @throws RangeError when `alphabetSize` is not in 1..256
 */
export function decodeNpyTokens(bytes: Uint8Array, options: NpyTokensOptions): TokenSet {
  const layout = npyTokenLayout(bytes, bytes.length, options);
  const { count, columns, dataOffset, rowStride, columnStride, read } = layout;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tokens = new Uint8Array(count * columns);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < columns; column++) {
      const token = read(view, dataOffset + row * rowStride + column * columnStride);
      tokens[row * columns + column] = knownToken(token, row, column, options);
    }
  }
  return { tokens, count, sequenceLength: columns - 1, alphabetSize: options.alphabetSize };
}

/**
 * A .npy file, version 1.0, C order, little endian, of `array` laid out row-major with `shape` (`[]` is a scalar).
 * @throws RangeError when the shape's product is not the array's length
 */
export function encodeNpy(array: NpyArray, shape: readonly number[]): Uint8Array {
  const size = shape.reduce((product, side) => product * side, 1);
  if (size !== array.length) {
    throw new RangeError(`shape (${shape.join(", ")}) has ${size} elements, the array ${array.length}`);
  }
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const dictionary = `{'descr': '${dtypeOf(array)}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const headerLength = Math.ceil((preamble(1) + dictionary.length + 1) / 64) * 64 - preamble(1);

  const bytes = new Uint8Array(preamble(1) + headerLength + array.byteLength);
  bytes.set(magic);
  bytes.set([1, 0, headerLength & 0xff, headerLength >> 8], magic.length);
  bytes.set(new TextEncoder().encode(`${dictionary.padEnd(headerLength - 1)}\n`), preamble(1));
  bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), preamble(1) + headerLength);
  return bytes;
}

interface NpyHeader {
  /** As written, for example `<i8`; structured dtypes keep their whole text. */
  readonly dtype: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  readonly dataOffset: number;
}

const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);

/** Bytes before the header's text: magic, version and the header's length (16 bits in version 1, then 32). */
const preamble = (version: number): number => (version === 1 ? 10 : 12);

function readHeader(bytes: Uint8Array, path: string): NpyHeader {
  if (!magic.every((byte, index) => bytes[index] === byte)) {
    throw new NpyError(
      path,
      'not a .npy file: it does not begin with "\\x93NUMPY". Write it with numpy.save.',
    );
  }
  const version = bytes[6];
  if (bytes.length > 6 && (version < 1 || version > 3)) {
    throw new NpyError(path, `.npy version ${version} is unknown; versions 1, 2 and 3 are read.`);
  }
  const start = preamble(version);
  if (bytes.length < start) {
    throw new NpyError(
      path,
      `truncated in the header: expected ${start} bytes or more, found ${bytes.length}.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dataOffset = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (bytes.length < dataOffset) {
    throw new NpyError(path, `truncated in the header: expected ${dataOffset} bytes, found ${bytes.length}.`);
  }
  const text = new TextDecoder().decode(bytes.subarray(start, dataOffset));
  const dtype = /'descr':\s*(?:'([^']*)'|(\[.*\]))/.exec(text);
  const order = /'fortran_order':\s*(True|False)/.exec(text);
  const shape = /'shape':\s*\(([\dL,\s]*)\)/.exec(text);
  if (!dtype || !order || !shape) throw new NpyError(path, `its header is damaged: ${text.trim()}`);
  return {
    dtype: dtype[1] ?? dtype[2],
    fortranOrder: order[1] === "True",
    shape: (shape[1].match(/\d+/g) ?? []).map(Number),
    dataOffset,
  };
}

interface IntegerReader {
  /** Bytes an element. */
  readonly width: number;
  readonly read: (view: DataView, offset: number) => number | bigint;
}

function integerReader({ dtype }: NpyHeader, path: string): IntegerReader {
  if (dtype === "|O") {
    throw new NpyError(
      path,
      "an array of Python objects (|O), which is what numpy makes of ragged sequences. " +
        "All sequences must have one length: cut or pad them to [N, L+1] integers.",
    );
  }
  const integer = /^([<>|])([iu][1248])$/.exec(dtype);
  if (!integer) {
    throw new NpyError(
      path,
      `its dtype is ${dtype}; tokens must be integers: i1, i2, i4, i8, u1, u2, u4 or u8, little or big endian. ` +
        `Convert with array.astype("uint8").`,
    );
  }
  const little = integer[1] !== ">";
  const readers: Readonly<Record<string, IntegerReader["read"]>> = {
    i1: (view, offset) => view.getInt8(offset),
    u1: (view, offset) => view.getUint8(offset),
    i2: (view, offset) => view.getInt16(offset, little),
    u2: (view, offset) => view.getUint16(offset, little),
    i4: (view, offset) => view.getInt32(offset, little),
    u4: (view, offset) => view.getUint32(offset, little),
    i8: (view, offset) => view.getBigInt64(offset, little),
    u8: (view, offset) => view.getBigUint64(offset, little),
  };
  return { width: Number(integer[2][1]), read: readers[integer[2]] };
}

function sequenceShape({ shape }: NpyHeader, path: string): readonly [count: number, columns: number] {
  const found = `its shape is (${shape.join(", ")}); `;
  if (shape.length !== 2) {
    throw new NpyError(
      path,
      `${found}sequences must form a matrix [N, L+1], one sequence with its target a row.`,
    );
  }
  const [count, columns] = shape;
  if (count === 0) throw new NpyError(path, `${found}at least one row (sequence) is needed.`);
  if (columns < 2) {
    throw new NpyError(path, `${found}at least 2 columns are needed: one token of context and the target.`);
  }
  return [count, columns];
}

function checkSize({ dtype, shape }: NpyHeader, found: number, expected: number, path: string): void {
  if (found === expected) return;
  const complaint = found < expected ? "truncated" : "longer than announced";
  throw new NpyError(
    path,
    `${complaint}: shape (${shape.join(", ")}) of ${dtype} takes ${expected} bytes after the header, found ${found}. ` +
      "Save or copy the file again.",
  );
}

/** Typed arrays lie in memory as the machine orders bytes, and every machine this runs on is little endian. */
function dtypeOf(array: NpyArray): string {
  const kind =
    array instanceof Float64Array || array instanceof Float32Array ? "f" : isSigned(array) ? "i" : "u";
  return `${array.BYTES_PER_ELEMENT === 1 ? "|" : "<"}${kind}${array.BYTES_PER_ELEMENT}`;
}

function isSigned(array: NpyArray): boolean {
  return [Int8Array, Int16Array, Int32Array, BigInt64Array].some((type) => array instanceof type);
}
