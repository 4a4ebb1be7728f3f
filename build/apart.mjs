/**
 * Libraries too large to be part of every program: each is a bundle of its own in dist/, which `import("./library")` of
 * its one user loads when it is wanted. For esbuild (bundles) and for vite (tests, which take the bundle as it was built).
 */
import path from "node:path";
import { root } from "./install.mjs";

/** Bundle → the file that it is made of. */
export const libraries = { tfjs: "core/engine/tfjs/library.ts" };

/** @param {string} name @param {string} folder of the file that imports it @returns {string | undefined} the bundle's name */
function libraryAt(name, folder) {
  if (!name.endsWith("/library")) return undefined;
  const file = path.relative(root, path.resolve(folder, `${name}.ts`)).replaceAll(path.sep, "/");
  return Object.entries(libraries).find(([, source]) => source === file)?.[0];
}

export const apart = {
  /** @returns {import("esbuild").Plugin} */
  esbuild: () => ({
    name: "apart",
    setup(build) {
      build.onResolve({ filter: /\/library$/ }, ({ path: name, resolveDir }) => {
        const library = libraryAt(name, resolveDir);
        return library ? { path: `./${library}.cjs`, external: true } : undefined;
      });
    },
  }),
  /** @returns {import("vite").Plugin} */
  vite: () => ({
    name: "apart",
    enforce: "pre",
    resolveId(name, importer) {
      const library = importer && libraryAt(name, path.dirname(importer));
      return library ? { id: path.join(root, "dist", `${library}.cjs`), external: true } : null;
    },
  }),
};
