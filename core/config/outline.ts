/** An experiment's text as a tree of what it says, for outlines: stages by their names, short lists on one line. */
import { getNodeValue, type Node } from "jsonc-parser";
import { isHolder } from "./paths";
import { treeOf } from "./textTree";
import { stageName } from "./trainingSchema";
import { shown } from "./written";

export interface OutlineItem {
  /** A key, or what a stage is called. */
  readonly name: string;
  /** A value on one line; empty where there are children. */
  readonly detail: string;
  readonly kind: "object" | "list" | "text" | "number" | "boolean" | "null";
  /** All of it, in UTF-16 units from the start of the text. */
  readonly offset: number;
  readonly length: number;
  /** The part to select: a key, or the first bracket of a stage. */
  readonly mark: { readonly offset: number; readonly length: number };
  readonly children: readonly OutlineItem[];
}

/** What can be read of a text, however broken. */
export function experimentOutline(text: string): readonly OutlineItem[] {
  const tree = treeOf(text);
  return tree ? itemsIn(tree) : [];
}

function itemsIn(node: Node): readonly OutlineItem[] {
  const children = node.children ?? [];
  if (node.type === "object") return children.flatMap(propertyItem);
  const objects = children.filter(({ type }) => type === "object");
  return node.type === "array" ? objects.map(stageItem) : [];
}

function propertyItem(property: Node): readonly OutlineItem[] {
  const [key, value] = property.children ?? [];
  if (!value) return [];
  const children = itemsIn(value);
  return [
    {
      // Outlines show no nameless things.
      name: String(key.value) || '""',
      detail: children.length > 0 ? "" : shown(getNodeValue(value)),
      kind: kindOf(value),
      offset: property.offset,
      length: property.length,
      mark: { offset: key.offset, length: key.length },
      children,
    },
  ];
}

/** The only lists of objects are those of stages. */
function stageItem(node: Node, index: number): OutlineItem {
  const stage: unknown = getNodeValue(node);
  const { name, train, steps } = isHolder(stage) ? stage : {};
  const ofGroups = Array.isArray(train) ? stageName(train) : "";
  return {
    name: typeof name === "string" && name !== "" ? name : ofGroups || `${index + 1}`,
    detail: typeof steps === "number" ? `${steps} steps` : "",
    kind: "object",
    offset: node.offset,
    length: node.length,
    mark: { offset: node.offset, length: 1 },
    children: itemsIn(node),
  };
}

function kindOf({ type }: Node): OutlineItem["kind"] {
  switch (type) {
    case "array":
      return "list";
    case "string":
      return "text";
    case "number":
    case "boolean":
    case "null":
      return type;
    default:
      return "object";
  }
}
