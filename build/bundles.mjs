/** Bundles every program of the project into dist/. Each is self-contained but for Node and VS Code themselves. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import * as esbuild from "esbuild";
import { apart, libraries } from "./apart.mjs";
import { inlined } from "./inlined.mjs";
import { root } from "./install.mjs";
import { buildKernels } from "./kernels.mjs";
import { writeWords } from "./words.mjs";

/** Entry → bundle. */
const programs = {
  cli: "core/cli/main.ts",
  extension: "extension/index.ts",
  reader: "extension/reader/thread.ts",
  worker: "core/worker/main.ts",
  bench: "test/bench/main.ts",
};

/** @param {{ minify?: boolean }} [wishes] @returns {esbuild.BuildOptions} */
function options({ minify = false } = {}) {
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
    // VS Code's extension host reports an error when a package so much as asks whether it is in a browser.
    define: { navigator: "undefined" },
    sourcemap: true,
    minify,
    plugins: [inlined.esbuild(), apart.esbuild()],
    logLevel: "warning",
  };
}

/** What programs load only when they want it. @param {{ minify?: boolean }} [wishes] @returns {esbuild.BuildOptions} */
function libraryOptions(wishes) {
  const programOptions = options(wishes);
  return {
    ...programOptions,
    entryPoints: libraries,
    // TensorFlow.js asks for it only where Node cannot fetch.
    external: ["node-fetch"],
    // TensorFlow.js knows WebGPU of browsers only, and refuses to take a device elsewhere.
    define: { ...programOptions.define, "globalThis.navigator": "true", "globalThis.navigator.gpu": "true" },
    plugins: [inlined.esbuild()],
  };
}

/** The pages of the inspector and of sweeps, each of which a webview loads as one classic script. @returns {esbuild.BuildOptions} */
function pageOptions({ minify = false } = {}) {
  return {
    absWorkingDir: root,
    entryPoints: { "webview/inspector": "webview/index.ts", "webview/sweep": "webview/sweep/index.ts" },
    outdir: "dist",
    bundle: true,
    platform: "browser",
    format: "iife",
    target: "es2022",
    sourcemap: true,
    minify,
    plugins: [knownFocusVisible],
    logLevel: "warning",
  };
}

/**
 * The toolkit of the page's controls finds out with a style element whether the browser knows :focus-visible, which
 * the page's content security policy reports as a violation. Every browser of VS Code knows it.
 * @type {esbuild.Plugin}
 */
const knownFocusVisible = {
  name: "known-focus-visible",
  setup(build) {
    build.onLoad({ filter: /fast-foundation.dist.esm.utilities.style.focus\.js$/ }, () => ({
      contents: 'export const focusVisible = "focus-visible";',
    }));
  },
};

/** @param {{ minify?: boolean }} [wishes] as small as possible: for packing */
export async function buildAll(wishes) {
  await buildKernels();
  const bundles = [options(wishes), libraryOptions(wishes), pageOptions(wishes)];
  await Promise.all(bundles.map((bundle) => esbuild.build(bundle)));
  await Promise.all([writeSchemas(), writeWords()]);
}

/** Rebuilds the bundles when a source changes, until the process ends. */
export async function watchAll() {
  await buildAll();
  for (const bundles of [options(), libraryOptions(), pageOptions()]) {
    const context = await esbuild.context({ ...bundles, logLevel: "info" });
    await context.watch();
  }
}

/** What other editors check *.induction.json and *.sweep.json with: file → where its one schema is made. */
const schemas = {
  "induction.schema.json": ["./core/config", "experimentJsonSchema"],
  "sweep.schema.json": ["./core/sweep/editorSchema", "sweepJsonSchema"],
};

async function writeSchemas() {
  await mkdir(path.join(root, "dist"), { recursive: true });
  await Promise.all(Object.entries(schemas).map(([file, [module, name]]) => writeSchema(file, module, name)));
}

/** @param {string} file @param {string} module @param {string} name of the function that makes it */
async function writeSchema(file, module, name) {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    stdin: { contents: `export { ${name} as make } from "${module}";`, resolveDir: root, loader: "ts" },
    bundle: true,
    format: "esm",
    write: false,
  });
  const source = Buffer.from(outputFiles[0].contents).toString("base64");
  const { make } = await import(`data:text/javascript;base64,${source}`);
  await writeFile(path.join(root, "dist", file), JSON.stringify(make(), null, 2) + "\n");
}
