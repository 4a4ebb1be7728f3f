/** The inspector's page, which reports are made of: built beside this program. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { InputError } from "./exit";

/** Its program as text. @throws InputError where it was not built */
export async function inspectorProgram(): Promise<string> {
  const file = path.join(__dirname, "webview", "inspector.js");
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(
      `Reports are made of the inspector's page, which cannot be read: ${reason}. Build it with: npm run build`,
    );
  }
}
