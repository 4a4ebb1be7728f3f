/**
 * The special imports of core/wasm.d.ts, for esbuild (bundles) and for vite (tests): `x.wasm` becomes its bytes,
 * `x.wgsl` its text, `x.ts?bundle` the text of that program bundled for a Node worker thread.
 * So every bundle is self-contained: nothing is looked up beside it at run time.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import * as esbuild from "esbuild";

/** @param {string} file */
async function bundledProgram(file) {
  const result = await esbuild.build({
    entryPoints: [file],
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: "node20",
    minify: true,
    plugins: [inlined.esbuild()],
  });
  return result.outputFiles[0].text;
}

/** @param {string} file */
async function wasmModule(file) {
  const base64 = (await readFile(file)).toString("base64");
  return `export default Uint8Array.from(atob(${JSON.stringify(base64)}), (c) => c.charCodeAt(0));`;
}

export const inlined = {
  /** @returns {esbuild.Plugin} */
  esbuild: () => ({
    name: "inlined",
    setup(build) {
      build.onResolve({ filter: /\?bundle$/ }, ({ path: name, resolveDir }) => ({
        path: path.resolve(resolveDir, name.replace("?bundle", "")),
        namespace: "bundle",
      }));
      build.onLoad({ filter: /.*/, namespace: "bundle" }, async ({ path: file }) => ({
        contents: `export default ${JSON.stringify(await bundledProgram(file))};`,
        watchFiles: [file],
      }));
      build.onLoad({ filter: /\.wasm$/ }, async ({ path: file }) => ({
        contents: await readFile(file),
        loader: "binary",
      }));
      build.onLoad({ filter: /\.wgsl$/ }, async ({ path: file }) => ({
        contents: await readFile(file),
        loader: "text",
      }));
    },
  }),
  /** @returns {import("vite").Plugin} */
  vite: () => ({
    name: "inlined",
    enforce: "pre",
    async load(id) {
      if (id.endsWith(".wasm")) return wasmModule(id);
      if (id.endsWith(".wgsl")) return `export default ${JSON.stringify(await readFile(id, "utf8"))};`;
      if (id.endsWith("?bundle")) {
        return `export default ${JSON.stringify(await bundledProgram(id.replace("?bundle", "")))};`;
      }
      return null;
    },
  }),
};
