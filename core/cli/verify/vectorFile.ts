/** The text of a file of reference values: reading it, and where it is no JSON. */
import { readFile } from "node:fs/promises";
import { parse, type ParseError } from "jsonc-parser";
import { InputError } from "../exit";

/** @throws InputError when the file cannot be read or holds no JSON, with line and column */
export async function readJson(file: string): Promise<unknown> {
  const text = await textOf(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(syntaxFault(text, error));
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  } catch (error) {
    throw new InputError(`it cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** JSON.parse says no place on some versions of Node. */
function syntaxFault(text: string, error: unknown): string {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true });
  if (errors.length === 0) return `it is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  const { offset } = errors[0];
  const before = text.slice(0, offset).split("\n");
  const place = `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
  const found = text.slice(offset, offset + 20).split("\n")[0];
  return `it is not JSON from ${place} on: ${found === "" ? "it ends there" : JSON.stringify(found)}`;
}
