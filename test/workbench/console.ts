/** What goes wrong inside the windows of a browser: errors on their consoles and errors that nobody caught. */
import type { BrowserContext, ConsoleMessage } from "playwright-core";

/** What this VS Code says of itself from npm packages, without its native modules and its marketplace. */
const harmless = [
  /favicon/,
  /node_modules\/vsda/,
  /update\/check/,
  /service ?worker/i,
  /A bad HTTP response code \(404\) was received when fetching the script/,
  /Release\/watchdog/,
  /open-vsx/,
  // A picture of the welcome page.
  /_static\/src\/browser\/media\//,
  /authentication provider 'github'/,
  // A reload ends what goes on, and brings a panel back before its channel.
  /\bCanceled\b/,
  /Throttler is disposed/,
  /\[lifecycle\] Long running operations during shutdown/,
  /Unable to write file 'vscode-log:.*is closed/,
  /Unable to resolve resource output:/,
  // On a busy machine a save does not wait for an extension host that is late.
  /Aborted onWillSaveTextDocument-event after \d+ms/,
];

/** The errors of all windows of `context`, in their order; the list grows. */
export function watchConsole(context: BrowserContext): readonly string[] {
  const errors: string[] = [];
  const add = (text: string) => {
    if (!harmless.some((pattern) => pattern.test(text))) errors.push(text);
  };
  context.on("console", (message) => {
    if (message.type() === "error") add(textOf(message));
  });
  context.on("weberror", (error) => add(error.error().stack ?? error.error().message));
  return errors;
}

/** A resource that failed is named only by its address. VS Code colours its words with %c. */
function textOf(message: ConsoleMessage): string {
  const { url } = message.location();
  const text = message
    .text()
    .replaceAll(/%c|color: [#\w]*;?/g, "")
    .trim();
  return text.startsWith("Failed to load resource") ? `${text} ${url}` : text;
}
