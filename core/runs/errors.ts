/**
 * What goes wrong with files of a run, in words: where, what happened, what to do.
 * Damage found while reading is not thrown but returned as a sentence; this error is for what stops the work.
 */

/** File work on a run that could not be done. */
export class RunFolderError extends Error {
  override readonly name = "RunFolderError";
  constructor(
    /** The file or folder concerned. */
    readonly path: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export function notARun(directory: string): RunFolderError {
  return new RunFolderError(
    directory,
    `${directory} is not a run: it has no run.json. Choose a run's folder.`,
  );
}

/**
 * Does `work` and turns the system's refusals into sentences; "Cannot `action` `path`: …".
 * @throws RunFolderError
 */
export async function fileWork<T>(action: string, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RunFolderError) throw error;
    throw new RunFolderError(path, `Cannot ${action} ${path}: ${explanation(error)}`, { cause: error });
  }
}

/** `ENOENT` and its kin, where `error` comes from the system. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const explanations: Readonly<Record<string, string>> = {
  EACCES: "permission denied. Change the folder's permissions or choose another folder for runs.",
  EPERM:
    "the system does not permit it. Close programs that use the file, or choose another folder for runs.",
  EROFS: "the file system is read-only. Choose another folder for runs.",
  ENOSPC: "the disk is full. Free some space; what was recorded before is intact.",
  EDQUOT: "your disk quota is used up. Free some space; what was recorded before is intact.",
  ENOTDIR: "a part of the path is a file, not a folder. Choose another folder for runs.",
  ENOENT: "it is not there, or its folder was moved or deleted meanwhile.",
  EISDIR: "it is a folder where a file is expected.",
  ENAMETOOLONG: "the path is too long. Choose a shorter name or a folder nearer to the root.",
  EMFILE: "this process has too many files open. Close other runs.",
  EIO: "the disk reports an error. Check the disk.",
};

function explanation(error: unknown): string {
  const code = errorCode(error);
  const words = code === undefined ? undefined : explanations[code];
  return words ? `${words} (${code})` : errorMessage(error);
}
