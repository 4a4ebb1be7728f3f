/** Makes a fix in a text: which characters to replace so that nothing else changes, comments and layout least of all. */
import { getNodeValue, type Node } from "jsonc-parser";
import type { Fix, TextEdit } from "./fix";
import { keysAt } from "../jsonSchema";
import { indentAt } from "./layout";
import { replaceAt, type Path } from "../paths";
import { insertion, removal, writtenIn } from "./propertyEdits";
import { nodeAt, propertyIn, treeOf } from "../textTree";

/**
 * The edits that make `fix` in `text`, in the order of the text and apart from each other.
 * None when what it changes is not there: the text is not the one in which the problem was found.
 */
export function fixEdits(text: string, fix: Fix): readonly TextEdit[] {
  if (fix.kind === "edit") return fix.edits;
  const tree = treeOf(text);
  if (fix.kind === "set") return setting(text, tree, fix.path, fix.value);
  const property = propertyIn(nodeAt(tree, fix.path.slice(0, -1)), String(fix.path.at(-1)));
  if (!property) return [];
  if (fix.kind === "remove") return removal(text, property);
  const key = property.children?.[0] ?? property;
  return [{ offset: key.offset, length: key.length, content: JSON.stringify(fix.key) }];
}

/** The text with edits made that are in its order and apart from each other. */
export function withEdits(text: string, edits: readonly TextEdit[]): string {
  return edits.reduceRight(
    (changed, { offset, length, content }) =>
      changed.slice(0, offset) + content + changed.slice(offset + length),
    text,
  );
}

function setting(text: string, tree: Node | undefined, path: Path, value: unknown): readonly TextEdit[] {
  const node = nodeAt(tree, path);
  if (node) {
    const content = writtenIn(text, value, indentAt(text, node.offset));
    return [{ offset: node.offset, length: node.length, content }];
  }
  const depth = path.findLastIndex((_, index) => nodeAt(tree, path.slice(0, index)) !== undefined);
  const holder = nodeAt(tree, path.slice(0, depth));
  const [key, ...rest] = path.slice(Math.max(depth, 0));
  // There is no list to add an element to, or a key already that still has no value.
  if (typeof key !== "string" || rest.some((inner) => typeof inner === "number")) return [];
  if (holder?.type !== "object" || holder.children?.some(({ children }) => children?.[0]?.value === key)) {
    return [];
  }
  const order = keysAt(path.slice(0, depth), getNodeValue(tree ?? holder));
  const earlier = order.slice(0, order.indexOf(key));
  return insertion(text, holder, [key, replaceAt(undefined, rest, value)], (each) => earlier.includes(each));
}
