/** `npm run package`: builds as small as it gets, and packs induction-lab-<version>.vsix. */
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { ensureInstalled, root } from "./install.mjs";

await ensureInstalled();
const { buildAll } = await import("./bundles.mjs");
await buildAll({ minify: true });
const { packExtension } = await import("./vsix.mjs");
const { version } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));
const target = path.join(root, `induction-lab-${version}.vsix`);
const { files, bytes } = await packExtension(target);
for (const name of files) {
  const { size } = await stat(path.join(root, name));
  console.log(`${size.toLocaleString("en").padStart(11)}  ${name}`);
}
console.log(
  `${path.relative(process.cwd(), target)}: ${files.length} files, ${(bytes / 1000).toFixed(0)} kB`,
);
