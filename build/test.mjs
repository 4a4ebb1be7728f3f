/** `npm test`: installs what is missing, builds, runs every test, and ends with one line that counts them. */
import { ensureInstalled, root } from "./install.mjs";

await ensureInstalled();
const { buildAll } = await import("./bundles.mjs");
// As small as they ship, so that what is tested is what is packed.
await buildAll({ minify: true });
const { parseCLI, startVitest } = await import("vitest/node");
// Whatever vitest understands: parts of file names, -t and a part of a test's name.
const { filter, options } = parseCLI(["vitest", ...process.argv.slice(2)]);
const vitest = await startVitest("test", filter, {
  ...options,
  root,
  config: "build/vitest.config.ts",
  watch: false,
});
const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
const count = (/** @type {string} */ state) => tests.filter((test) => test.result().state === state).length;
const broken = vitest.state.getUnhandledErrors().length;
const modules = vitest.state
  .getTestModules()
  .filter((module) => module.state() === "failed" && module.errors().length);
await vitest.close();
console.log(
  `${count("passed")} passed, ${count("failed") + broken + modules.length} failed, ${count("skipped")} skipped`,
);
