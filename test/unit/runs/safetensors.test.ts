import { expect, test } from "vitest";
import { decodeSafetensors, encodeSafetensors, SafetensorsError, type Tensors } from "../../../core/runs";

const tensors: Tensors = {
  flags: { dtype: "U8", shape: [3], data: Uint8Array.of(1, 0, 1) },
  rpe: { dtype: "F64", shape: [2, 2], data: Float64Array.of(3, -0.5, NaN, Infinity) },
  moment: { dtype: "F32", shape: [2], data: Float32Array.of(0.25, -8) },
  counter: { dtype: "I64", shape: [], data: BigInt64Array.of(-(2n ** 60n)) },
  nothing: { dtype: "I32", shape: [0, 4], data: new Int32Array(0) },
};

function fileOf(header: unknown, data: readonly number[] = []): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  return Uint8Array.from([text.length & 255, text.length >> 8, 0, 0, 0, 0, 0, 0, ...text, ...data]);
}

function damage(bytes: Uint8Array): string {
  try {
    decodeSafetensors(bytes);
  } catch (error) {
    if (error instanceof SafetensorsError) return error.message;
    throw error;
  }
  throw new Error("it was accepted");
}

test("writes the bytes of the format", () => {
  const bytes = encodeSafetensors({
    tensors: { a: { dtype: "F32", shape: [1, 2], data: Float32Array.of(1, -2) } },
    metadata: { step: "5" },
  });
  const header = `{"__metadata__":{"step":"5"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}`;
  const padded = header.padEnd(88);
  expect(header.length).toBe(84);
  expect(Array.from(bytes.subarray(0, 8))).toEqual([88, 0, 0, 0, 0, 0, 0, 0]);
  expect(new TextDecoder().decode(bytes.subarray(8, 96))).toBe(padded);
  expect(Array.from(bytes.subarray(96))).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]);
});

test("reads back every dtype, bit for bit, and the metadata", () => {
  const metadata = { step: "12", note: "größer" };
  expect(decodeSafetensors(encodeSafetensors({ tensors, metadata }))).toEqual({ tensors, metadata });
});

test("starts every tensor at a multiple of its element's width", () => {
  const bytes = encodeSafetensors({ tensors, metadata: {} });
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + bytes[0] + 256 * bytes[1])));
  expect((8 + bytes[0]) % 8).toBe(0);
  expect(header.rpe.data_offsets[0] % 8).toBe(0);
  expect(header.moment.data_offsets[0] % 4).toBe(0);
});

test("reads a file without metadata and with spare spaces, as others write it", () => {
  const bytes = fileOf(`{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}     `, [7, 8]);
  expect(decodeSafetensors(bytes)).toEqual({
    tensors: { a: { dtype: "U8", shape: [2], data: Uint8Array.of(7, 8) } },
    metadata: {},
  });
});

test("refuses a shape that does not fit", () => {
  const misfit: Tensors = { a: { dtype: "U8", shape: [2, 2], data: Uint8Array.of(1) } };
  expect(() => encodeSafetensors({ tensors: misfit, metadata: {} })).toThrow(
    'tensor "a": shape [2, 2] does not hold 1 elements',
  );
});

test("says what is wrong with a damaged file", () => {
  const whole = encodeSafetensors({ tensors, metadata: {} });
  const one = { dtype: "U8", shape: [1], data_offsets: [0, 1] };
  expect(damage(whole.subarray(0, 5))).toContain("truncated: a header takes 8 bytes or more, found 5");
  expect(damage(whole.subarray(0, 40))).toContain("truncated in the header");
  expect(damage(whole.subarray(0, whole.length - 1))).toContain(
    "truncated: the header announces 51 bytes of data, found 50",
  );
  expect(damage(Uint8Array.from([...whole, 0]))).toContain("longer than announced");
  expect(damage(new Uint8Array(16).fill(255))).toContain("not a safetensors file");
  expect(damage(fileOf("{oops"))).toContain("its header is damaged");
  expect(damage(fileOf({ a: { dtype: "U8", shape: [-1], data_offsets: [0, 1] } }))).toContain("a.shape.0");
  expect(damage(fileOf({ a: { ...one, dtype: "BF16" } }, [0]))).toContain(
    'tensor "a" has dtype BF16; read are F64',
  );
  expect(damage(fileOf({ a: { ...one, shape: [2] } }, [0]))).toContain(
    "U8 of shape [2] does not take bytes 0 to 1",
  );
  expect(damage(fileOf({ a: one, b: { ...one, data_offsets: [2, 3] } }, [0, 0, 0]))).toContain(
    'tensor "b" begins at byte 2 of the data, expected 1',
  );
  expect(damage(fileOf({ a: one, b: one }, [0]))).toContain(
    'tensor "b" begins at byte 0 of the data, expected 1',
  );
});
