/** `npm run bench:panel`: builds as for packing, then measures the inspector in a real workbench. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ensureInstalled, root } from "./install.mjs";

await ensureInstalled();
const { buildAll } = await import("./bundles.mjs");
await buildAll({ minify: true });
const { inlined } = await import("./inlined.mjs");
const esbuild = await import("esbuild");

/** @type {esbuild.BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  mainFields: ["module", "main"],
  logLevel: "warning",
};
await esbuild.build({
  ...shared,
  entryPoints: ["test/bench/panel/host.ts"],
  outfile: "dist/test/bench/host.cjs",
  format: "cjs",
  external: ["vscode"],
  plugins: [inlined.esbuild()],
});
const outfile = path.join(root, "dist/test/bench/panel.mjs");
await esbuild.build({
  ...shared,
  entryPoints: ["test/bench/panel/main.ts"],
  outfile,
  format: "esm",
  packages: "external",
  plugins: [
    {
      name: "build scripts stay where they are",
      setup(build) {
        build.onResolve({ filter: /\/build\/.*\.mjs$/ }, ({ path: name, resolveDir }) => ({
          path: pathToFileURL(path.resolve(resolveDir, name)).href,
          external: true,
        }));
      },
    },
  ],
});
process.chdir(root);
await import(pathToFileURL(outfile).href);
