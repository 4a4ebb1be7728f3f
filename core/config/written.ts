/** Values as text: as a file holds them, and as messages quote them. */
import { isHolder } from "./paths";

/**
 * JSON, with whatever holds no objects on one line where it fits.
 * @param indent what stands before the line on which the value begins. @param unit one step of indentation.
 * @param before characters that stand on that line besides: its key, and the comma behind it.
 */
export function written(value: unknown, indent = "", unit = "  ", before = 0): string {
  if (!isHolder(value)) return JSON.stringify(value);
  const inner = indent + unit;
  const list = Array.isArray(value);
  const parts = list
    ? value.map((element) => written(element, inner, unit, 1))
    : Object.entries(value).map(([key, part]) => {
        const name = `${JSON.stringify(key)}: `;
        return name + written(part, inner, unit, name.length + 1);
      });
  const line = list ? `[${parts.join(", ")}]` : `{ ${parts.join(", ")} }`;
  if (indent.length + before + line.length <= 100 && !parts.some((part) => part.includes("{"))) return line;
  const [open, close] = list ? "[]" : "{}";
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
}

/** A value as it would be written, cut short. */
export function shown(value: unknown): string {
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
