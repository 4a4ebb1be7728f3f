/** Puts properties into the text of an object and takes them out, as its author would: lines, commas and comments stay. */
import type { Node } from "jsonc-parser";
import type { TextEdit } from "./fix";
import { beginsLine, blanksFrom, blanksTo, endsLine, gapAt } from "./layout";
import { indentAt, indentUnit, lineBreak } from "./layout";
import { written } from "../written";

/** A value as the text would hold it on a line indented by `indent`. */
export function writtenIn(text: string, value: unknown, indent: string): string {
  return written(value, indent, indentUnit(text)).replaceAll("\n", lineBreak(text));
}

/**
 * Adds a property to an object.
 * @param earlier says which of the object's keys it is to follow; it comes behind the last of them.
 */
export function insertion(
  text: string,
  holder: Node,
  [key, value]: readonly [string, unknown],
  earlier: (key: string) => boolean,
): readonly TextEdit[] {
  const put: Put = (indent) => `${JSON.stringify(key)}: ${writtenIn(text, value, indent)}`;
  const previous = holder.children?.findLast(({ children = [] }) => earlier(String(children[0]?.value)));
  return previous ? behind(text, holder, previous, put) : first(text, holder, put);
}

/** The property as it is written on a line with this indentation. */
type Put = (indent: string) => string;

function behind(text: string, holder: Node, previous: Node, put: Put): readonly TextEdit[] {
  const end = previous.offset + previous.length;
  const { comma, lineEnd } = gapAt(text, end);
  if (lineEnd === undefined || (comma !== undefined && comma > lineEnd)) {
    const inline = put(indentAt(text, end));
    return [comma === undefined ? added(end, `, ${inline}`) : added(comma + 1, ` ${inline},`)];
  }
  const own = onOwnLine(text, holder, previous, put);
  if (comma !== undefined) return [added(lineEnd, `${own},`)];
  return lineEnd === end ? [added(end, `,${own}`)] : [added(end, ","), added(lineEnd, own)];
}

function first(text: string, holder: Node, put: Put): readonly TextEdit[] {
  const start = holder.offset + 1;
  const next = holder.children?.at(0);
  const comma = next ? "," : "";
  const { lineEnd } = gapAt(text, start);
  if (lineEnd !== undefined) return [added(lineEnd, onOwnLine(text, holder, next, put) + comma)];
  const blank = /\s/.test(text.charAt(start)) ? "" : " ";
  return [added(start, ` ${put(indentAt(text, start))}${comma}${blank}`)];
}

/** On a new line, indented as a neighbour is that begins its line, or else one step further than the object. */
function onOwnLine(text: string, holder: Node, neighbour: Node | undefined, put: Put): string {
  const indent =
    neighbour && beginsLine(text, neighbour.offset)
      ? indentAt(text, neighbour.offset)
      : indentAt(text, holder.offset) + indentUnit(text);
  return lineBreak(text) + indent + put(indent);
}

/** Takes a property out, with the comma that it needed. */
export function removal(text: string, property: Node): readonly TextEdit[] {
  const { offset } = property;
  const end = offset + property.length;
  const { comma } = gapAt(text, end);
  if (comma === undefined) return [...commaBefore(text, property), span(text, offset, end)];
  return text.slice(end, comma).trim() === ""
    ? [span(text, offset, comma + 1)]
    : [span(text, offset, end), { offset: comma, length: 1, content: "" }];
}

function commaBefore(text: string, property: Node): readonly TextEdit[] {
  const siblings = property.parent?.children ?? [];
  const previous = siblings.at(siblings.indexOf(property) - 1);
  if (!previous || previous === property || previous.offset > property.offset) return [];
  const { comma } = gapAt(text, previous.offset + previous.length);
  return comma === undefined ? [] : [{ offset: comma, length: 1, content: "" }];
}

/** Removes a stretch with the blanks that would be left over, and the line if nothing else is on it. */
function span(text: string, start: number, end: number): TextEdit {
  const begins = beginsLine(text, start);
  if (begins && endsLine(text, end)) {
    const line = blanksFrom(text, start);
    const breakLength = text.slice(Math.max(line - 2, 0), line) === "\r\n" ? 2 : 1;
    return cut(Math.max(line - breakLength, 0), blanksTo(text, end));
  }
  const behindComma = text[end - 1] === ",";
  return begins || behindComma ? cut(start, blanksTo(text, end)) : cut(blanksFrom(text, start), end);
}

function cut(start: number, end: number): TextEdit {
  return { offset: start, length: end - start, content: "" };
}

function added(offset: number, content: string): TextEdit {
  return { offset, length: 0, content };
}
