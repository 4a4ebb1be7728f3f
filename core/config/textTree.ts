/** The tree of an experiment's text: JSON with comments and trailing commas, read as far as it can be. */
import { parseTree, type Node, type ParseError } from "jsonc-parser";
import type { Path } from "./paths";

/** Parsers go down by recursion, and the stack has an end. Brackets within text count too: there are never so many. */
export const mostBrackets = 500;

/**
 * Undefined when the text holds nothing, or brackets too deep to be read.
 * @param errors is filled with the faults of the text as JSON.
 */
export function treeOf(text: string, errors: ParseError[] = []): Node | undefined {
  // A byte order mark is no fault, and takes a place as a space does.
  const plain = text.replace(/^\uFEFF/, " ");
  return isTooDeep(plain) ? undefined : parseTree(plain, errors, { allowTrailingComma: true });
}

/** How many faults the text has as JSON. */
export function faultCount(text: string): number {
  const errors: ParseError[] = [];
  treeOf(text, errors);
  return errors.length;
}

export function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === "[" || bracket === "{" ? 1 : -1;
    if (depth > mostBrackets) return true;
  }
  return false;
}

/** The value at `path`. Of equal keys the last counts, as for every reader of JSON. */
export function nodeAt(tree: Node | undefined, path: Path): Node | undefined {
  return path.reduce<Node | undefined>((holder, key) => {
    if (typeof key === "number") return holder?.type === "array" ? holder.children?.[key] : undefined;
    return propertyIn(holder, key)?.children?.[1];
  }, tree);
}

/** The last property called `key` of an object, if it has a value. */
export function propertyIn(holder: Node | undefined, key: string): Node | undefined {
  if (holder?.type !== "object") return undefined;
  return holder.children?.findLast(({ children = [] }) => children.length === 2 && children[0].value === key);
}
