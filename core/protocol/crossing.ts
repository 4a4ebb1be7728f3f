/**
 * Numbers that JSON lacks, on their way through JSON: VS Code turns what a host posts to its page into JSON, arrays of
 * numbers apart, and would make null of NaN and the infinities. They cross as `{"$number": "NaN"}`, in reports too.
 */

const spellings: readonly string[] = ["NaN", "Infinity", "-Infinity"];

/**
 * What JSON carries whole. Parts that need no change are the very parts of `value`, and arrays of numbers are never
 * looked into, however long.
 */
export function outgoing(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : { $number: String(value) };
  return withParts(value, outgoing);
}

/** What `outgoing` was given, from what came out of JSON. */
export function incoming(value: unknown): unknown {
  return markedNumber(value) ?? withParts(value, incoming);
}

/** Its shape is checked, because something else may be called `$number` too. */
function markedNumber(value: unknown): number | undefined {
  if (typeof value !== "object" || value === null || !("$number" in value)) return undefined;
  const { $number } = value;
  const isMark =
    typeof $number === "string" && spellings.includes($number) && Object.keys(value).length === 1;
  return isMark ? Number($number) : undefined;
}

/** The same lists and plain objects with their parts changed; the very same where no part changes. */
function withParts(value: unknown, change: (part: unknown) => unknown): unknown {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) {
    const parts = value.map(change);
    return parts.some((part, index) => part !== value[index]) ? parts : value;
  }
  const entries = Object.entries(value);
  const changed = entries.map(([name, part]) => [name, change(part)] as const);
  return changed.some(([, part], index) => part !== entries[index][1]) ? Object.fromEntries(changed) : value;
}
