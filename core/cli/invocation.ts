/** How this program was called, for the commands that it suggests: they should work when pasted. */
import path from "node:path";

/** `induction-lab` where it is installed as a command, else for example `node dist/cli.cjs`. */
export function invocation(): string {
  const script = process.argv[1];
  if (path.extname(script) === "") return path.basename(script);
  const relative = path.relative(process.cwd(), script);
  return `node ${relative.startsWith("..") ? script : relative}`;
}
