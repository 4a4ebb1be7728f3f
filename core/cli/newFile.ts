/** Files that a command makes at the user's word: never in place of one that is there, and never by halves. */
import { access } from "node:fs/promises";
import { writeAtomically } from "../runs";
import { InputError } from "./exit";

/** @throws InputError when the file is there already; RunFolderError when it cannot be written */
export async function writeNewFile(file: string, content: Uint8Array | string): Promise<void> {
  await refuseExisting(file);
  await writeAtomically(file, content);
}

/** @throws InputError when there is such a file */
export async function refuseExisting(file: string): Promise<void> {
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (exists)
    throw new InputError(
      `${file} is there already and was left as it is. Choose another name, or delete it first.`,
    );
}
