/** `npm run bench:page`: builds as for packing, then measures the inspector's page in a browser. */
import { ensureInstalled, root } from "./install.mjs";

await ensureInstalled();
const { buildAll } = await import("./bundles.mjs");
await buildAll({ minify: true });
const { startVitest } = await import("vitest/node");
const vitest = await startVitest("test", [], {
  root,
  config: false,
  include: ["test/bench/page/*.measure.ts"],
  testTimeout: 300_000,
  hookTimeout: 300_000,
  watch: false,
  silent: false,
});
await vitest.close();
