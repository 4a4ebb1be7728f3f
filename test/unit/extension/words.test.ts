/** Texts that can be translated: every key of the manifest has one, and the built bundle holds those of the program. */
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

const read = async (file: string) => JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;

test("every text that the manifest names by a key is there, and none is left over", async () => {
  const manifest = await readFile("package.json", "utf8");
  const used = new Set(Array.from(manifest.matchAll(/"%([^%"]+)%"/g), ([, key]) => key));
  expect([...used].sort()).toEqual(Object.keys(await read("package.nls.json")).sort());
});

test("the bundle for translators holds the texts of host and page, as they stand in the sources", async () => {
  const bundle = await read("dist/l10n/bundle.l10n.json");
  expect(bundle).toHaveProperty(["Edit and Retrain Side by Side"], "Edit and Retrain Side by Side");
  expect(bundle).toHaveProperty(["Step that the page shows"], "Step that the page shows");
  expect(Object.entries(bundle).every(([key, text]) => key === text)).toBe(true);
});
