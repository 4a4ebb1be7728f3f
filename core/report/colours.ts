/**
 * The colours of a report: VS Code's own, of its themes Light Modern and Dark Modern, under the names by which the
 * page knows them in the editor. Which of the two applies is what the reader's system prefers, until they choose.
 */

/** Of light pages and of dark ones. */
const colours: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  foreground: ["#3b3b3b", "#cccccc"],
  descriptionForeground: ["#3b3b3b", "#9d9d9d"],
  errorForeground: ["#f85149", "#f85149"],
  disabledForeground: ["rgba(97, 97, 97, 0.5)", "rgba(204, 204, 204, 0.5)"],
  focusBorder: ["#005fb8", "#0078d4"],
  "widget-border": ["#e5e5e5", "#313131"],
  "panel-border": ["#e5e5e5", "#2b2b2b"],
  "panel-background": ["#f8f8f8", "#181818"],
  "panelTitle-activeBorder": ["#005fb8", "#0078d4"],
  "panelTitle-activeForeground": ["#3b3b3b", "#cccccc"],
  "panelTitle-inactiveForeground": ["#3b3b3b", "#9d9d9d"],
  "editor-background": ["#ffffff", "#1f1f1f"],
  "editor-foreground": ["#3b3b3b", "#cccccc"],
  "editorHoverWidget-background": ["#f8f8f8", "#202020"],
  "editorHoverWidget-border": ["#c8c8c8", "#454545"],
  "editorHoverWidget-foreground": ["#3b3b3b", "#cccccc"],
  "editorWarning-foreground": ["#bf8803", "#cca700"],
  "editorInfo-foreground": ["#0063d3", "#59a4f9"],
  "progressBar-background": ["#005fb8", "#0078d4"],
  "badge-background": ["#cccccc", "#616161"],
  "badge-foreground": ["#3b3b3b", "#f8f8f8"],
  "button-background": ["#005fb8", "#0078d4"],
  "button-foreground": ["#ffffff", "#ffffff"],
  "button-hoverBackground": ["#0258a8", "#026ec1"],
  "button-secondaryBackground": ["#e5e5e5", "rgba(0, 0, 0, 0)"],
  "button-secondaryForeground": ["#3b3b3b", "#cccccc"],
  "button-secondaryHoverBackground": ["#cccccc", "#2b2b2b"],
  "button-border": ["rgba(0, 0, 0, 0.1)", "rgba(255, 255, 255, 0.1)"],
  "checkbox-background": ["#f8f8f8", "#313131"],
  "checkbox-border": ["#cecece", "#3c3c3c"],
  "checkbox-foreground": ["#3b3b3b", "#cccccc"],
  "dropdown-background": ["#ffffff", "#313131"],
  "dropdown-border": ["#cecece", "#3c3c3c"],
  "dropdown-foreground": ["#3b3b3b", "#cccccc"],
  "input-background": ["#ffffff", "#313131"],
  "input-border": ["#cecece", "#3c3c3c"],
  "input-foreground": ["#3b3b3b", "#cccccc"],
  "input-placeholderForeground": ["#767676", "#989898"],
  "inputValidation-errorBorder": ["#be1100", "#be1100"],
  "list-activeSelectionBackground": ["#e8e8e8", "#04395e"],
  "list-activeSelectionForeground": ["#000000", "#ffffff"],
  "list-hoverBackground": ["#f2f2f2", "#2a2d2e"],
  "menu-background": ["#ffffff", "#1f1f1f"],
  "menu-border": ["#cecece", "#454545"],
  "menu-foreground": ["#3b3b3b", "#cccccc"],
  "menu-selectionBackground": ["#005fb8", "#0078d4"],
  "menu-selectionForeground": ["#ffffff", "#ffffff"],
  "scrollbarSlider-background": ["rgba(100, 100, 100, 0.4)", "rgba(121, 121, 121, 0.4)"],
  "scrollbarSlider-hoverBackground": ["rgba(100, 100, 100, 0.7)", "rgba(100, 100, 100, 0.7)"],
  "scrollbarSlider-activeBackground": ["rgba(0, 0, 0, 0.6)", "rgba(191, 191, 191, 0.4)"],
  "settings-dropdownListBorder": ["rgba(59, 59, 59, 0.2)", "rgba(204, 204, 204, 0.2)"],
  "textLink-activeForeground": ["#005fb8", "#4daafc"],
  "textLink-foreground": ["#005fb8", "#4daafc"],
  "toolbar-hoverBackground": ["rgba(184, 184, 184, 0.31)", "rgba(90, 93, 94, 0.31)"],
};

const fonts = `
  --vscode-font-family: system-ui, -apple-system, "Segoe UI", Ubuntu, "Droid Sans", sans-serif;
  --vscode-font-size: 13px;
  --vscode-font-weight: normal;
  --vscode-editor-font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;`;

export const colourStyles = `
:root {${fonts}${variables(0)}
}
@media (prefers-color-scheme: dark) {
:root:not(.vscode-light) {${variables(1)}
}
}
:root.vscode-dark {${variables(1)}
}`;

function variables(which: 0 | 1): string {
  const lines = Object.entries(colours).map(([name, pair]) => `\n  --vscode-${name}: ${pair[which]};`);
  return `\n  color-scheme: ${["light", "dark"][which]};${lines.join("")}`;
}
