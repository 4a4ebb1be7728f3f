/** Where the installed packages lie: one folder for this user on this machine, whatever version of the program asks. */
import { homedir } from "node:os";
import path from "node:path";

/**
 * What INDUCTION_LAB_ENGINES names, or else `induction-lab/engines` where the platform keeps what programs own:
 * `~/.local/share` (or `$XDG_DATA_HOME`), `~/Library/Application Support`, `%LOCALAPPDATA%`.
 * The folder need not be there.
 */
export function enginesFolder(env: NodeJS.ProcessEnv = process.env): string {
  const named = env.INDUCTION_LAB_ENGINES ?? "";
  if (named !== "") return path.resolve(named);
  return path.join(userData(env), "induction-lab", "engines");
}

function userData(env: NodeJS.ProcessEnv): string {
  switch (process.platform) {
    case "win32":
      return env.LOCALAPPDATA ?? path.join(homedir(), "AppData", "Local");
    case "darwin":
      return path.join(homedir(), "Library", "Application Support");
    default:
      // A relative path there is to be ignored (XDG Base Directory Specification).
      return path.isAbsolute(env.XDG_DATA_HOME ?? "")
        ? String(env.XDG_DATA_HOME)
        : path.join(homedir(), ".local", "share");
  }
}
