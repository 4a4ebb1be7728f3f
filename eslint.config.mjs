/** Type-aware rules for all TypeScript, and the one direction in which rooms may import (docs/architecture.md). */
import js from "@eslint/js";
import boundaries from "eslint-plugin-boundaries";
import globals from "globals";
import ts from "typescript-eslint";

/** Each room and the rooms whose face it may import; a room may always import itself. */
const rooms = {
  config: [],
  data: [],
  model: [],
  engine: ["data", "model"],
  inspect: ["model"],
  runs: ["data", "model"],
  training: ["config", "data", "model", "engine", "runs"],
  cli: ["config", "data", "model", "engine", "inspect", "runs", "training"],
  extension: ["config", "data", "model", "inspect", "runs", "training"],
};

const element = (/** @type {string} */ room) => ({
  type: room,
  pattern: room === "extension" ? "extension" : `core/${room}`,
  mode: "folder",
});

export default ts.config(
  { ignores: ["dist/**", "node_modules/**", "**/kernels/**", "coverage/**", "runs/**"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [ts.configs.strictTypeChecked, ts.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      // `${count - 1}` style arithmetic on indices is everywhere in numerical code; arrays are typed arrays.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/prefer-nullish-coalescing": ["error", { ignorePrimitives: true }],
    },
  },
  {
    files: ["core/**/*.ts", "extension/**/*.ts"],
    plugins: { boundaries },
    settings: {
      "boundaries/elements": Object.keys(rooms).map(element),
      "import/resolver": { typescript: true },
    },
    rules: {
      "boundaries/element-types": [
        "error",
        {
          default: "disallow",
          rules: Object.entries(rooms).map(([room, allowed]) => ({ from: room, allow: [room, ...allowed] })),
        },
      ],
      "boundaries/entry-point": [
        "error",
        { default: "disallow", rules: [{ target: Object.keys(rooms), allow: "index.ts" }] },
      ],
    },
  },
  {
    files: ["build/**/*.mjs", "*.mjs"],
    languageOptions: { globals: globals.node },
  },
);
