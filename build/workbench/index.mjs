/** The face of build/workbench: a real VS Code workbench, for the tests and for people. */
export { ensureChromium } from "./chromium.mjs";
export { installExtension, linkExtension } from "./extensions.mjs";
export { startServer } from "./server.mjs";
export { cacheFolder, ensureWorkbench } from "./setup.mjs";
export { Unavailable } from "./unavailable.mjs";
