/** The language of the page: what the host put into it, English otherwise. */
import { config } from "@vscode/l10n";

/** To be called before anything is said. The element with the id `l10n` holds VS Code's bundle as JSON. */
export function learnLanguage(document: Document): void {
  const contents = document.getElementById("l10n")?.textContent;
  if (contents) config({ contents });
}
