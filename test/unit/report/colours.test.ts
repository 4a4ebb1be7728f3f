/** A report's colours are the editor's, and none that the page asks for is missing. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { colourStyles } from "../../../core/report/colours";
import { themes } from "../../page/themes";

/** Of the first rule, which is light, and of the last, which is dark. */
const rules = colourStyles.split("}").map((rule) => new Map(variablesIn(rule)));
const [light, dark] = [rules[0], rules[rules.length - 2]];

function variablesIn(rule: string): (readonly [string, string])[] {
  return Array.from(
    rule.matchAll(/--vscode-([\w-]+): ([^;]+);/g),
    ([, name, value]) => [name, value] as const,
  );
}

test("are those of Light Modern and Dark Modern", () => {
  for (const [name, value] of Object.entries(themes.light.variables))
    expect([name, light.get(name)]).toEqual([name, value]);
  for (const [name, value] of Object.entries(themes.dark.variables))
    expect([name, dark.get(name)]).toEqual([name, value]);
});

test("are all that the page asks for but the edges of high contrast", async () => {
  const folder = fileURLToPath(new URL("../../../webview/", import.meta.url));
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".ts"));
  const texts = await Promise.all(files.map((name) => readFile(path.join(folder, name), "utf8")));
  const asked = new Set(
    texts.flatMap((text) => Array.from(text.matchAll(/--vscode-([\w-]+)/g), ([, name]) => name)),
  );
  expect(asked.size).toBeGreaterThan(10);
  const missing = [...asked].filter(
    (name) => !light.has(name) && !name.startsWith("contrast") && name !== "menu-selectionBorder",
  );
  expect(missing).toEqual([]);
});
