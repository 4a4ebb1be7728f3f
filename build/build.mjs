/** `npm run build` and `npm run watch`. */
import { ensureInstalled } from "./install.mjs";

await ensureInstalled();
// Imported late: before the line above, the packages it needs may not be there.
const { buildAll, watchAll } = await import("./bundles.mjs");
await (process.argv.includes("--watch") ? watchAll() : buildAll());
