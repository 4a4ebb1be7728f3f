/** How a text is laid out: what lies between its values, and how its lines are indented. */

/** What follows a value or an opening bracket, up to whatever comes next. */
export interface Gap {
  /** Where the first comma is. */
  readonly comma?: number;
  /** Where the first line ends; comments on that line are before it. */
  readonly lineEnd?: number;
  /** Where it ends. */
  readonly end: number;
}

/** A line break, blanks, a comment, or a comma. */
const piece = /(?<lineBreak>\r\n|[\r\n])|(?<comma>,)|[ \t]+|\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$)/y;

/** @param offset where the gap begins. It holds one comma at most: what follows a second one is another gap. */
export function gapAt(text: string, offset: number): Gap {
  const gap: { comma?: number; lineEnd?: number; end: number } = { end: offset };
  piece.lastIndex = offset;
  for (let match = piece.exec(text); match; match = piece.exec(text)) {
    if (match.groups?.comma !== undefined) {
      if (gap.comma !== undefined) break;
      gap.comma = match.index;
    }
    if (match.groups?.lineBreak !== undefined) gap.lineEnd ??= match.index;
    gap.end = piece.lastIndex;
  }
  return gap;
}

/** The blanks with which the line at `offset` begins. */
export function indentAt(text: string, offset: number): string {
  let start = offset;
  while (start > 0 && !isLineEnd(text, start - 1)) start--;
  return text.slice(start, blanksTo(text, start));
}

/** Where the blanks begin that end at `offset`. */
export function blanksFrom(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && isBlank(text, start - 1)) start--;
  return start;
}

/** Where the blanks end that begin at `offset`. */
export function blanksTo(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && isBlank(text, end)) end++;
  return end;
}

/** Whether only blanks stand before `offset` on its line. */
export function beginsLine(text: string, offset: number): boolean {
  const start = blanksFrom(text, offset);
  return start === 0 || isLineEnd(text, start - 1);
}

/** Whether only blanks follow `offset` on its line. */
export function endsLine(text: string, offset: number): boolean {
  const end = blanksTo(text, offset);
  return end === text.length || isLineEnd(text, end);
}

/** One step of indentation, as the text has it. */
export function indentUnit(text: string): string {
  return /^([ \t]+)["{[]/m.exec(text)?.[1] ?? "  ";
}

/** How the text ends its lines. */
export function lineBreak(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

function isLineEnd(text: string, index: number): boolean {
  return text[index] === "\n" || text[index] === "\r";
}

function isBlank(text: string, index: number): boolean {
  return text[index] === " " || text[index] === "\t";
}
