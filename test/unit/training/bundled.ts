/** Programs of these tests as files that Node.js runs by themselves, to be killed. */
import path from "node:path";
import { build } from "esbuild";
import { inlined } from "../../../build/inlined.mjs";

/** Bundles `source`, of this folder, into `folder`. @returns the program's path */
export async function bundled(source: string, folder: string): Promise<string> {
  const program = path.join(folder, "program.mjs");
  await build({
    entryPoints: [path.join(import.meta.dirname, source)],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    // jsonc-parser's other entry requires its parts by computed names, which no bundler follows.
    mainFields: ["module", "main"],
    plugins: [inlined.esbuild()],
  });
  return program;
}
