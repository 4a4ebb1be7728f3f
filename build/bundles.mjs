/** Bundles every program of the project into dist/. Each is self-contained but for Node and VS Code themselves. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import * as esbuild from "esbuild";
import { inlined } from "./inlined.mjs";
import { root } from "./install.mjs";
import { buildKernels } from "./kernels.mjs";

/** Entry → bundle. */
const programs = {
  cli: "core/cli/main.ts",
  extension: "extension/index.ts",
  bench: "test/bench/main.ts",
};

/** @returns {esbuild.BuildOptions} */
function options() {
  return {
    absWorkingDir: root,
    entryPoints: programs,
    outdir: "dist",
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    // Some packages keep an older module format under "main" that cannot be bundled.
    mainFields: ["module", "main"],
    external: ["vscode"],
    sourcemap: true,
    plugins: [inlined.esbuild()],
    logLevel: "warning",
  };
}

export async function buildAll() {
  await buildKernels();
  await esbuild.build(options());
  await writeSchema();
}

/** Rebuilds the bundles when a source changes, until the process ends. */
export async function watchAll() {
  await buildAll();
  const context = await esbuild.context({ ...options(), logLevel: "info" });
  await context.watch();
}

/** The JSON Schema that editors use for *.induction.json, from the one schema in core/config. */
async function writeSchema() {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    stdin: {
      contents: 'export { experimentJsonSchema } from "./core/config";',
      resolveDir: root,
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    write: false,
  });
  const source = Buffer.from(outputFiles[0].contents).toString("base64");
  const { experimentJsonSchema } = await import(`data:text/javascript;base64,${source}`);
  await mkdir(path.join(root, "dist"), { recursive: true });
  await writeFile(
    path.join(root, "dist/induction.schema.json"),
    JSON.stringify(experimentJsonSchema(), null, 2) + "\n",
  );
}
