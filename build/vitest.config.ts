import { defineConfig } from "vitest/config";
import { inlined } from "./inlined.mjs";

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  plugins: [inlined.vite()],
  test: {
    include: ["test/unit/**/*.test.ts", "test/vectors/**/*.test.ts", "test/cli/**/*.test.ts"],
    testTimeout: 60_000,
    pool: "forks",
  },
});
