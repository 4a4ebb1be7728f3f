/** `npm run bench` (and `bench:peers`): builds, then runs the benchmarks in a process of their own. */
import { spawnSync } from "node:child_process";
import { ensureInstalled, root } from "./install.mjs";

await ensureInstalled();
const { buildAll } = await import("./bundles.mjs");
await buildAll();
const { status } = spawnSync(process.execPath, ["dist/bench.cjs", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
