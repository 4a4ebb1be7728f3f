/** A table as the bytes of a file: CSV by RFC 4180, and Parquet. */
import { parquetWriteBuffer } from "hyparquet-writer";
import type { Cell, Column, ResultsTable } from "./table";

/** Null is an empty field; NaN and the infinities are written as Python reads them. */
export function csvOf({ columns, rows }: ResultsTable): string {
  const lines = Array.from({ length: rows }, (_, row) => columns.map(({ values }) => csvField(values[row])));
  return [columns.map(({ name }) => csvField(name)), ...lines]
    .map((fields) => `${fields.join(",")}\r\n`)
    .join("");
}

/** Whole numbers are INT64, numbers DOUBLE, texts UTF-8 strings; every column may hold nulls. */
export function parquetOf({ columns }: ResultsTable): Uint8Array {
  const columnData = columns.map(({ name, kind, values }) => ({
    name,
    data: values.map((value) => (kind === "integer" && typeof value === "number" ? BigInt(value) : value)),
    type: parquetTypes[kind],
    nullable: true,
  }));
  // Bounds of columns, which it would find out for readers that skip parts, do not know NaN.
  return new Uint8Array(parquetWriteBuffer({ columnData, statistics: false }));
}

const parquetTypes = {
  integer: "INT64",
  number: "DOUBLE",
  boolean: "BOOLEAN",
  text: "STRING",
} as const satisfies Record<Column["kind"], string>;

function csvField(cell: Cell): string {
  if (cell === null) return "";
  const text = String(cell);
  return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
