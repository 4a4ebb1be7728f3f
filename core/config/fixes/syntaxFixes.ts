/** Ways to mend what is broken as JSON, where it is clear what was meant. Each is tried: it leaves fewer faults. */
import { createScanner, type printParseErrorCode } from "jsonc-parser";
import type { Fix, TextEdit } from "./fix";
import { withEdits } from "./fixEdits";
import { indentAt, lineBreak } from "./layout";
import { faultCount } from "../textTree";

/** One fault that the parser found. */
export interface Slip {
  readonly code: ReturnType<typeof printParseErrorCode>;
  readonly offset: number;
  readonly length: number;
}

/** @param faults how many the text has as it is. */
export function syntaxFixes(text: string, slip: Slip, faults: number): readonly Fix[] {
  const remedy = remedyFor(text, slip);
  if (!remedy) return [];
  const [title, edit] = remedy;
  if (faultCount(withEdits(text, [edit])) >= faults) return [];
  return [{ title, kind: "edit", edits: [edit] }];
}

type Remedy = readonly [title: string, edit: TextEdit];

function remedyFor(text: string, { code, offset, length }: Slip): Remedy | undefined {
  const found = text.slice(offset, offset + length);
  const replaced = (content: string): TextEdit => ({ offset, length, content });
  switch (code) {
    case "CommaExpected":
      // Where nothing is between, as in 01, one thing was meant and not two.
      return contentEnd(text, offset) < offset ? insertion(",", contentEnd(text, offset)) : undefined;
    case "ColonExpected":
      return insertion(":", contentEnd(text, offset));
    case "CloseBraceExpected":
    case "CloseBracketExpected":
      return closing(text);
    case "EndOfFileExpected":
      return ["Remove what follows", { offset, length: contentEnd(text, text.length) - offset, content: "" }];
    case "InvalidSymbol":
    case "InvalidNumberFormat":
    case "UnexpectedEndOfNumber":
      return respelling(text, offset, length);
    case "UnexpectedEndOfString":
      return ["Close the text", replaced(found.replace(/[\s,}\]]*$/, '"$&'))];
    case "InvalidEscapeCharacter":
      return ["Double the backslashes", replaced(found.replace(/\\\\|\\/g, "\\\\"))];
    case "InvalidCharacter":
      return ["Escape the control characters", replaced(found.replace(/\p{Cc}/gu, escaped))];
    default:
      return undefined;
  }
}

function insertion(content: string, offset: number): Remedy {
  return [`Insert "${content}"`, { offset, length: 0, content }];
}

/** Where the last thing before `offset` ends that is neither blank nor comment. */
function contentEnd(text: string, offset: number): number {
  const scanner = createScanner(text, true);
  let end = 0;
  for (scanner.scan(); scanner.getTokenOffset() < offset; scanner.scan()) {
    end = scanner.getTokenOffset() + scanner.getTokenLength();
  }
  return end;
}

/** Closes what is open at the end: on the line where it was opened, or under its beginning. */
function closing(text: string): Remedy {
  const end = contentEnd(text, text.length);
  const closers = openBrackets(text).map((offset) => {
    const closer = text[offset] === "{" ? "}" : "]";
    if (/[\r\n]/.test(text.slice(offset, end))) return lineBreak(text) + indentAt(text, offset) + closer;
    return closer === "}" ? " }" : closer;
  });
  const bare = closers.map((closer) => closer.trim()).join("");
  return [`Insert "${bare}"`, { offset: end, length: 0, content: closers.join("") }];
}

/** Where the brackets are that nothing closes, the innermost first. */
function openBrackets(text: string): number[] {
  const scanner = createScanner(text, true);
  const open: number[] = [];
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const offset = scanner.getTokenOffset();
    if ("{[".includes(text[offset])) open.unshift(offset);
    if ("}]".includes(text[offset])) open.shift();
  }
  return open;
}

/** A word without quotes or in the wrong ones, a constant or number of another language. */
function respelling(text: string, offset: number, length: number): Remedy | undefined {
  const word = text.slice(offset, offset + length);
  const [single, inner] = /^'([^'\r\n]*)'/.exec(text.slice(offset)) ?? [];
  if (single !== undefined) return respelt(offset, single.length, JSON.stringify(inner));
  if (/^(?:true|false|null)$/i.test(word)) return respelt(offset, length, word.toLowerCase());
  if (word === "None") return respelt(offset, length, "null");
  const number = Number(word);
  if (Number.isFinite(number)) return respelt(offset, length, String(number));
  return /^[\p{L}\p{N}_$.-]+$/u.test(word) ? respelt(offset, length, JSON.stringify(word)) : undefined;
}

function respelt(offset: number, length: number, content: string): Remedy {
  return [`Change to ${content}`, { offset, length, content }];
}

function escaped(character: string): string {
  return JSON.stringify(character).slice(1, -1);
}
