import { expect, test } from "vitest";
import { decodeNpyTokens, encodeNpy, NpyError, type NpyArray } from "../../../core/data/npy";

const options = { path: "sequences.npy", alphabetSize: 3 };

/** A .npy file as numpy writes it: the header padded with spaces to a multiple of 64, a newline last. */
function npyFile(header: string, data: Uint8Array | readonly number[], version = 1): Uint8Array {
  const preamble = version === 1 ? 10 : 12;
  const length = Math.ceil((preamble + header.length + 1) / 64) * 64 - preamble;
  const lengthBytes = [length & 255, length >> 8, 0, 0].slice(0, preamble - 8);
  const text = Array.from(`${header.padEnd(length - 1)}\n`, (character) => character.charCodeAt(0));
  return Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, ...lengthBytes, ...text, ...data]);
}

function header(descr: string, shape: string, fortranOrder = "False"): string {
  return `{'descr': '${descr}', 'fortran_order': ${fortranOrder}, 'shape': ${shape}, }`;
}

function refusal(bytes: Uint8Array, alphabetSize = 3): string {
  try {
    decodeNpyTokens(bytes, { ...options, alphabetSize });
  } catch (error) {
    if (error instanceof NpyError) return error.message;
    throw error;
  }
  throw new Error("it was accepted");
}

const rows = [0, 1, 2, 2, 1, 0];

test("writes the header numpy writes, byte for byte", () => {
  const bytes = encodeNpy(Uint8Array.of(1, 2), [2]);
  const text = "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }".padEnd(117) + "\n";
  expect(bytes.length).toBe(128 + 2);
  expect(Array.from(bytes.subarray(0, 10))).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]);
  expect(new TextDecoder().decode(bytes.subarray(10, 128))).toBe(text);
  expect(Array.from(bytes.subarray(128))).toEqual([1, 2]);
});

test("writes a scalar with the empty tuple and doubles in little endian", () => {
  const bytes = encodeNpy(Float64Array.of(1), []);
  expect(new TextDecoder().decode(bytes.subarray(10, 128))).toContain("'descr': '<f8'");
  expect(new TextDecoder().decode(bytes.subarray(10, 128))).toContain("'shape': ()");
  expect(Array.from(bytes.subarray(128))).toEqual([0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
});

test("refuses to write a shape that does not fit the array", () => {
  expect(() => encodeNpy(new Float64Array(5), [2, 3])).toThrow("shape (2, 3) has 6 elements, the array 5");
});

test.each<[string, NpyArray]>([
  ["|i1", Int8Array.from(rows)],
  ["|u1", Uint8Array.from(rows)],
  ["<i2", Int16Array.from(rows)],
  ["<u2", Uint16Array.from(rows)],
  ["<i4", Int32Array.from(rows)],
  ["<u4", Uint32Array.from(rows)],
  ["<i8", BigInt64Array.from(rows, BigInt)],
  ["<u8", BigUint64Array.from(rows, BigInt)],
])("reads %s, as written and with its bytes swapped", (dtype, array) => {
  const expected = { tokens: Uint8Array.from(rows), count: 2, sequenceLength: 2, alphabetSize: 3 };
  const bytes = encodeNpy(array, [2, 3]);
  expect(decodeNpyTokens(bytes, options)).toEqual(expected);

  const swapped = bytes.slice();
  const width = array.BYTES_PER_ELEMENT;
  for (let at = 128; at < swapped.length; at += width) swapped.subarray(at, at + width).reverse();
  const place = new TextDecoder("latin1").decode(bytes).indexOf(dtype);
  if (width > 1) swapped[place] = ">".charCodeAt(0);
  expect(decodeNpyTokens(swapped, options)).toEqual(expected);
});

test("reads Fortran order", () => {
  const bytes = npyFile(header("|u1", "(2, 3)", "True"), [0, 2, 1, 1, 2, 0]);
  expect(Array.from(decodeNpyTokens(bytes, options).tokens)).toEqual(rows);
});

test.each([1, 2, 3])("reads .npy version %i", (version) => {
  const bytes = npyFile(header("|u1", "(2, 3)"), rows, version);
  expect(Array.from(decodeNpyTokens(bytes, options).tokens)).toEqual(rows);
});

test("reads bytes that lie inside a larger buffer", () => {
  const bytes = encodeNpy(Int16Array.from(rows), [2, 3]);
  const shifted = new Uint8Array(bytes.length + 7);
  shifted.set(bytes, 3);
  const tokens = decodeNpyTokens(shifted.subarray(3, 3 + bytes.length), options).tokens;
  expect(Array.from(tokens)).toEqual(rows);
});

test("says what is not a .npy file", () => {
  expect(refusal(new TextEncoder().encode("0,1,2\n"))).toContain("sequences.npy: not a .npy file");
  expect(refusal(new Uint8Array(0))).toContain("not a .npy file");
  expect(refusal(npyFile(header("|u1", "(2, 3)"), rows, 4))).toContain(".npy version 4 is unknown");
  expect(refusal(npyFile("{'descr': '|u1'}", rows))).toContain("its header is damaged: {'descr': '|u1'}");
});

test("counts the bytes of a truncated file and of one that goes on", () => {
  const whole = encodeNpy(Int16Array.from(rows), [2, 3]);
  expect(refusal(whole.subarray(0, 137))).toContain(
    "truncated: shape (2, 3) of <i2 takes 12 bytes after the header, found 9",
  );
  expect(refusal(whole.subarray(0, 8))).toContain(
    "truncated in the header: expected 10 bytes or more, found 8",
  );
  expect(refusal(whole.subarray(0, 50))).toContain("truncated in the header: expected 128 bytes, found 50");
  expect(refusal(npyFile(header("|u1", "(2, 3)"), [...rows, 0]))).toContain(
    "longer than announced: shape (2, 3) of |u1 takes 6 bytes after the header, found 7",
  );
});

test.each(["<f8", "|b1", "<c16", "<U3", "<M8[ns]"])("refuses dtype %s and names the integers", (dtype) => {
  const message = refusal(npyFile(header(dtype, "(2, 3)"), rows));
  expect(message).toContain(
    `its dtype is ${dtype}; tokens must be integers: i1, i2, i4, i8, u1, u2, u4 or u8`,
  );
});

test("refuses a structured dtype", () => {
  const structured = "{'descr': [('x', '<i8'), ('y', '<f8')], 'fortran_order': False, 'shape': (2,), }";
  expect(refusal(npyFile(structured, []))).toContain("its dtype is [('x', '<i8'), ('y', '<f8')]");
});

test("explains object arrays as ragged sequences", () => {
  expect(refusal(npyFile(header("|O", "(2,)"), []))).toContain("ragged sequences");
});

test.each([
  ["(6,)", "must form a matrix [N, L+1]"],
  ["()", "must form a matrix [N, L+1]"],
  ["(1, 2, 3)", "must form a matrix [N, L+1]"],
  ["(6, 1)", "at least 2 columns"],
  ["(6, 0)", "at least 2 columns"],
  ["(0, 3)", "at least one row"],
])("refuses shape %s", (shape, reason) => {
  expect(refusal(npyFile(header("|u1", shape), rows))).toContain(reason);
});

test("locates a token out of range", () => {
  expect(refusal(encodeNpy(Uint8Array.from(rows), [2, 3]), 2)).toBe(
    "sequences.npy: row 0, column 2 (counting from 0) holds 2; with alphabetSize 2 tokens must lie in 0…1. " +
      "Correct alphabetSize or renumber the tokens.",
  );
  expect(refusal(encodeNpy(Int8Array.of(0, 1, 2, -1), [2, 2]))).toContain(
    "row 1, column 1 (counting from 0) holds -1",
  );
  expect(refusal(encodeNpy(BigInt64Array.of(0n, 2n ** 40n), [1, 2]))).toContain("holds 1099511627776;");
});

test("accepts alphabets up to one byte a token", () => {
  const tokens = Uint16Array.of(255, 0);
  expect(decodeNpyTokens(encodeNpy(tokens, [1, 2]), { ...options, alphabetSize: 256 }).tokens[0]).toBe(255);
  expect(() => decodeNpyTokens(encodeNpy(tokens, [1, 2]), { ...options, alphabetSize: 257 })).toThrow(
    RangeError,
  );
});
