/** A figure's numbers as text for other programs, and what its files are called. */
import type { Column, Table } from "./figure";

/** RFC 4180, with a row of names first; numbers in full, unknown ones empty. */
export function csvOf(table: Table): string {
  return rowsOf(table)
    .map((row) => `${row.map(quoted).join(",")}\r\n`)
    .join("");
}

/** For the clipboard: spreadsheets put tabs into columns. */
export function tsvOf(table: Table): string {
  return rowsOf(table)
    .map((row) => row.map((cell) => cell.replace(/[\t\r\n]+/g, " ")).join("\t"))
    .join("\n");
}

/** A name that every file system takes: the run's, then the figure's. @param ending without its dot */
export function fileNameOf(title: string, name: string, ending: string): string {
  return `${plain(title)} - ${plain(name)}.${ending}`;
}

export function rowCount({ columns }: Table): number {
  return columns[0]?.values.length ?? 0;
}

/** In full; empty where unknown. */
export function cellText({ values }: Column, row: number): string {
  const value = values[row];
  return typeof value === "number" && Number.isNaN(value) ? "" : String(value);
}

/** Of each name, in bytes: file systems take 255 in all. */
const longest = 96;

function plain(name: string): string {
  const letters = Array.from(name, (character) => (isPlain(character) ? character : "-"));
  let room = longest;
  const fits = (letter: string) => (room -= new TextEncoder().encode(letter).length) >= 0;
  return letters.filter(fits).join("").trim();
}

function rowsOf(table: Table): string[][] {
  const { columns } = table;
  const rows = Array.from({ length: rowCount(table) }, (_, row) =>
    columns.map((column) => cellText(column, row)),
  );
  return [columns.map(({ name }) => name), ...rows];
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function isPlain(character: string): boolean {
  return (character.codePointAt(0) ?? 0) >= 0x20 && !'/\\:*?"<>|'.includes(character);
}
