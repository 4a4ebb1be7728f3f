/** Remedies as plain data: what a menu says of each, and the one change to make. How it is made in a text is fixEdits.ts. */
import { parsePath, replaceAt, type Path } from "../paths";
import { shown } from "../written";

/** Trying a fix takes as long as checking the file; where so much is wrong, the first will do for a start. */
export const mostMended = 20;

/** One way to mend one problem. */
export type Fix = Remedy & {
  /** What it does, as a menu says it: `Rename to "window"`. */
  readonly title: string;
};

type Remedy =
  /** Sets the field at `path`, which may be missing so far, and objects around it too. */
  | { readonly kind: "set"; readonly path: Path; readonly value: unknown }
  /** Gives the key at the end of `path` another name. */
  | { readonly kind: "rename"; readonly path: Path; readonly key: string }
  /** Takes the key at the end of `path` out, with its value. */
  | { readonly kind: "remove"; readonly path: Path }
  /** Changes the very text in which the problem was found: what is broken as JSON has no path. */
  | { readonly kind: "edit"; readonly edits: readonly TextEdit[] };

/** Replaces `length` UTF-16 units from `offset` on. Edits of one fix do not overlap and are in the order of the text. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

/** Changes the value that is marked. */
export function change(path: Path, value: unknown, remark = ""): Fix {
  return { title: `Change to ${shown(value)}${remark}`, kind: "set", path, value };
}

/** Adds a key that is missing. */
export function insert(path: Path, value: unknown): Fix {
  const title = `Insert ${JSON.stringify(path.at(-1))}: ${shown(value)}`;
  return { title, kind: "set", path, value };
}

/** Sets a field that may be elsewhere, named by its path text. */
export function set(field: string, value: unknown): Fix {
  return { title: `Set ${field} to ${shown(value)}`, kind: "set", path: parsePath(field), value };
}

export function rename(path: Path, key: string): Fix {
  return { title: `Rename to ${JSON.stringify(key)}`, kind: "rename", path, key };
}

export function remove(path: Path): Fix {
  return { title: `Remove ${JSON.stringify(path.at(-1))}`, kind: "remove", path };
}

/** What a whole experiment becomes by a fix; renaming and edits of a text are of no use here. */
export function fixed(value: unknown, fix: Fix): unknown {
  switch (fix.kind) {
    case "set":
      return replaceAt(value, fix.path, fix.value);
    case "remove":
      return replaceAt(value, fix.path, undefined);
    default:
      return value;
  }
}
