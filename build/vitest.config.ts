import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { apart } from "./apart.mjs";
import { inlined } from "./inlined.mjs";

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  plugins: [inlined.vite(), apart.vite()],
  test: {
    pool: "forks",
    projects: [
      {
        extends: true,
        test: {
          name: "core",
          include: ["test/unit/**/*.test.ts", "test/vectors/**/*.test.ts", "test/cli/**/*.test.ts"],
          testTimeout: 60_000,
          // Left to itself it keeps a processor free, of which two are all that small machines have.
          maxWorkers: Math.max(2, availableParallelism() - 1),
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "workbench",
          include: ["test/page/**/*.test.ts", "test/e2e/**/*.test.ts"],
          globalSetup: "test/workbench/setup.ts",
          testTimeout: 240_000,
          hookTimeout: 300_000,
          // Each has a server, a browser and an extension host: one after the other, when the others are done.
          fileParallelism: false,
          // Nothing of one is left behind for the next; to load everything anew for each would take a minute.
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
