/** Bundles what runs inside the extension host for the tests: test/host, a file for every suite and one that runs them. */
import { rm } from "node:fs/promises";
import path from "node:path";
import * as esbuild from "esbuild";
import { inlined } from "./inlined.mjs";
import { root } from "./install.mjs";

/** @returns {Promise<string>} the program that runs the suites beside it */
export async function buildHostSuites() {
  const outdir = path.join(root, "dist/test/host");
  await rm(outdir, { recursive: true, force: true });
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ["test/host/run.ts", "test/host/*.host.ts"],
    outdir,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    mainFields: ["module", "main"],
    // Mocha keeps the suite under way in its modules: all bundles must share them.
    external: ["vscode", "mocha"],
    sourcemap: "inline",
    plugins: [inlined.esbuild()],
    logLevel: "warning",
  });
  return path.join(outdir, "run.cjs");
}
