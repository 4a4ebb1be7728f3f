/** Panels of an extension, and how a window looks. */
import type { FrameLocator, Page } from "playwright-core";
import type { LiveWorkbench } from "./live";

/**
 * The document of a panel in sight: a webview's own page sits two frames deep.
 * @param index which of several in sight, from 0, in the order in which they were opened
 */
export function webview(page: Page, index = 0): FrameLocator {
  const outer = page.locator("iframe.webview.ready:visible").nth(index);
  return outer.contentFrame().frameLocator("iframe#active-frame");
}

/** VS Code's colour themes, and the class of a window that has each. */
const themes = {
  light: ["Light Modern", "vs"],
  dark: ["Dark Modern", "vs-dark"],
  "high contrast": ["Default High Contrast", "hc-black"],
  "high contrast light": ["Default High Contrast Light", "hc-light"],
} as const;

/** Changes the colour theme of all windows, and waits until the first has it. */
export async function useTheme({ server, page }: LiveWorkbench, theme: keyof typeof themes): Promise<void> {
  const [name, mark] = themes[theme];
  await server.configure({ "workbench.colorTheme": name, "window.autoDetectColorScheme": false });
  await page.locator(`.monaco-workbench.${mark}`).waitFor();
}
