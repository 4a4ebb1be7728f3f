/** Light or dark: as the reader's system prefers, until they choose with the button in the corner. */
import { t } from "@vscode/l10n";

type Scheme = "light" | "dark";

/** Sets the classes that VS Code would set. What is chosen is forgotten with the page. */
export function chooseColours(button: HTMLElement | null): void {
  const preference = matchMedia("(prefers-color-scheme: dark)");
  let chosen: Scheme | null = null;
  const apply = () => {
    const scheme = chosen ?? (preference.matches ? "dark" : "light");
    const name = scheme === "dark" ? t("Light colours") : t("Dark colours");
    document.documentElement.className = document.body.className = `vscode-${scheme}`;
    button?.setAttribute("aria-label", name);
    button?.setAttribute("title", name);
    return scheme;
  };
  preference.addEventListener("change", apply);
  button?.addEventListener("click", () => {
    chosen = apply() === "dark" ? "light" : "dark";
    apply();
  });
  apply();
  if (button) button.hidden = false;
}
