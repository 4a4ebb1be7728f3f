/** Where a field is inside a plain value: paths, their text, reading and replacing. Nothing here knows the schema. */

export type Path = readonly (string | number)[];

/** As shown to people: `training.stages[0].learningRate`; `""` for the whole value. */
export function pathText(path: Path): string {
  return path
    .map((key, depth) => (typeof key === "number" ? `[${key}]` : depth === 0 ? key : `.${key}`))
    .join("");
}

/** The path of a text with dots and, for list elements, brackets: the inverse of `pathText`. */
export function parsePath(text: string): Path {
  return Array.from(text.matchAll(/\[(\d+)\]|[^.[\]]+/g), ([key, index]) =>
    index === undefined ? key : Number(index),
  );
}

/** Whether `path` is `start` or lies inside it. */
export function liesWithin(path: Path, start: Path): boolean {
  return start.length <= path.length && start.every((key, depth) => key === path[depth]);
}

/** The value at `path`, undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (holder, key) => (isHolder(holder) && Object.hasOwn(holder, key) ? holder[key] : undefined),
    value,
  );
}

/** A copy of `value` with `next` at `path`; undefined removes the key. Missing parents become objects. */
export function replaceAt(value: unknown, path: Path, next: unknown): unknown {
  if (path.length === 0) return next;
  const [key, ...rest] = path;
  const replaced = replaceAt(valueAt(value, [key]), rest, next);
  if (Array.isArray(value)) return Object.assign(Array.from<unknown>(value), { [key]: replaced });
  const entries = Object.entries({ ...(isHolder(value) ? value : {}), [key]: replaced });
  return Object.fromEntries(entries.filter(([name, each]) => name !== String(key) || each !== undefined));
}

/** Whether `value` is an object or an array. */
export function isHolder(value: unknown): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null;
}
