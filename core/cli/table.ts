/** Plain text in columns. */

export interface TableOptions {
  /** Columns, from 0, whose cells end at the same place: numbers. */
  readonly right?: readonly number[];
}

/** One line a row, cells padded to their columns' widths, two spaces between them; rows may be of unequal length. */
export function tableLines(
  rows: readonly (readonly string[])[],
  { right = [] }: TableOptions = {},
): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        right.includes(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
      )
      .join("  ")
      .trimEnd(),
  );
}

/** Facts under names: the name stands before the first line of its fact. Facts without a line are left out. */
export function factLines(facts: readonly (readonly [name: string, lines: readonly string[]])[]): string[] {
  const rows = facts.flatMap(([name, lines]) => lines.map((line, index) => [index === 0 ? name : "", line]));
  return tableLines(rows);
}
