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
  theory: ["data", "model"],
  construction: ["config", "data", "model"],
  inspect: ["model", "theory"],
  runs: ["data", "model"],
  training: ["config", "data", "model", "engine", "runs"],
  studies: ["runs"],
  evaluation: ["config", "data", "model", "inspect", "runs", "studies", "theory", "training"],
  diagnosis: ["config", "data", "evaluation", "inspect", "model", "runs", "studies", "theory"],
  sweep: ["config", "data", "evaluation", "inspect", "model", "runs", "studies", "theory", "training"],
  ablation: [
    ...["config", "data", "evaluation", "inspect", "model", "runs"],
    ...["studies", "sweep", "theory", "training"],
  ],
  protocol: ["config", "model", "runs", "studies", "sweep", "training"],
  report: ["config", "model", "protocol", "runs", "studies", "training"],
  worker: ["config", "diagnosis", "protocol", "runs", "training"],
  cli: [
    ...["ablation", "config", "construction", "data", "diagnosis", "engine", "evaluation", "inspect"],
    ...["model", "report", "runs", "studies", "sweep", "theory", "training"],
  ],
  extension: ["config", "diagnosis", "inspect", "protocol", "report", "runs", "studies", "sweep", "training"],
  webview: ["config", "inspect", "model", "protocol", "theory"],
};
/** Rooms that are not of core. */
const outside = ["extension", "webview"];

const element = (/** @type {string} */ room) => ({
  type: room,
  pattern: outside.includes(room) ? room : `core/${room}`,
});

/** From a room: all of itself, and the faces of the rooms below it. */
const policy = (/** @type {[string, string[]]} */ [room, below]) => ({
  from: { element: { type: room } },
  allow: [
    { to: { element: { type: room } } },
    { to: { module: { origin: ["external", "core"] } } },
    ...below.map((type) => ({ to: { element: { type, fileInternalPath: "index.ts" } } })),
  ],
});

export default ts.config(
  { ignores: ["dist/**", "node_modules/**", "**/kernels/**", "coverage/**", "runs/**"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [ts.configs.strictTypeChecked, ts.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      // Types do not say that an index may miss (noUncheckedIndexedAccess drowns numerical code), so checks may.
      "@typescript-eslint/no-unnecessary-condition": "off",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/prefer-nullish-coalescing": ["error", { ignorePrimitives: true }],
    },
  },
  {
    files: ["core/**/*.ts", "extension/**/*.ts", "webview/**/*.ts"],
    plugins: { boundaries },
    settings: {
      "boundaries/elements": Object.keys(rooms).map(element),
      "import/resolver": { node: { extensions: [".ts"] } },
    },
    rules: {
      "boundaries/dependencies": [
        "error",
        { default: "disallow", policies: Object.entries(rooms).map(policy) },
      ],
    },
  },
  {
    // Tests read JSON that programs wrote, and vitest's matchers are typed as any: what arrives is what is tested.
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  {
    files: ["build/**/*.mjs", "test/**/*.mjs", "*.mjs"],
    languageOptions: { globals: globals.node },
  },
);
