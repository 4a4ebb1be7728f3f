/**
 * The editor's colour theme, for what style sheets cannot reach: canvases, and colours by number. VS Code gives it to
 * a page as variables on the root and a class on the body, and changes both while the page stands.
 */
import { seriesColours } from "./palette";

export interface Theme {
  readonly background: "light" | "dark";
  readonly highContrast: boolean;
  readonly foreground: string;
  /** Of what is said beside. */
  readonly muted: string;
  /** Of lines that only guide the eye. */
  readonly hairline: string;
  /** Behind the page. */
  readonly page: string;
  /** Of curves, in their order. */
  readonly series: readonly string[];
  readonly fontFamily: string;
}

export function readTheme(): Theme {
  const { classList } = document.body;
  const style = getComputedStyle(document.documentElement);
  const variable = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
  const lightContrast = classList.contains("vscode-high-contrast-light");
  const highContrast = lightContrast || classList.contains("vscode-high-contrast");
  const dark = classList.contains("vscode-dark") || (highContrast && !lightContrast);
  const foreground = variable("--vscode-foreground", dark ? "#cccccc" : "#3b3b3b");
  return {
    background: dark ? "dark" : "light",
    highContrast,
    foreground,
    muted: variable("--vscode-descriptionForeground", foreground),
    // The borders of high contrast themes are for edges, and would outshine curves.
    hairline: highContrast
      ? `${dark ? "#ffffff" : "#000000"}40`
      : variable("--vscode-widget-border", dark ? "#313131" : "#e5e5e5"),
    page: variable("--vscode-editor-background", dark ? "#1f1f1f" : "#ffffff"),
    series: dark ? seriesColours.dark : seriesColours.light,
    fontFamily: variable("--vscode-font-family", "sans-serif"),
  };
}

/** @returns what ends the watch */
export function watchTheme(onChange: (theme: Theme) => void): () => void {
  const observer = new MutationObserver(() => onChange(readTheme()));
  observer.observe(document.body, { attributeFilter: ["class"] });
  observer.observe(document.documentElement, { attributeFilter: ["style", "class"] });
  return () => observer.disconnect();
}
