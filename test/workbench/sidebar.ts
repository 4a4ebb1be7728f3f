/** The sidebar of the extension: its tree's rows, their inline actions and their context menus. */
import type { Locator, Page } from "playwright-core";
import { untilWorks } from "./retry";

/** Shows the Induction Lab container, which may be open already. */
export async function openSidebar(page: Page, title = "Induction Lab"): Promise<void> {
  const button = page.locator(".activitybar").getByRole("tab", { name: title });
  await untilWorks(async () => {
    if ((await button.getAttribute("aria-selected", { timeout: 5000 })) !== "true") await button.click();
    await page.locator(".sidebar .composite.title").getByText(title).waitFor({ timeout: 5000 });
  });
}

/** Rows of the open sidebar's trees whose label or description holds `text`, as far as they are in sight. */
export const treeRow = (page: Page, text: string | RegExp): Locator =>
  page.locator(".sidebar .pane-body .monaco-list-row").filter({ hasText: text });

/** Unfolds a row. */
export async function expand(row: Locator): Promise<void> {
  await untilWorks(async () => {
    if ((await row.getAttribute("aria-expanded", { timeout: 5000 })) === "true") return;
    await row.locator(".monaco-tl-twistie").click({ timeout: 5000 });
    throw new Error("The row does not unfold.");
  });
}

/** Clicks one of the small buttons that a row shows when the mouse is over it. */
export async function clickInline(row: Locator, title: string): Promise<void> {
  // A tree that is redrawn takes the buttons away under the mouse.
  await untilWorks(async () => {
    await row.hover({ timeout: 5000 });
    await row.locator(".actions").getByRole("button", { name: title }).click({ timeout: 5000 });
  });
}

/** Chooses an entry of a row's context menu, by its full label. */
export async function chooseFromMenu(row: Locator, label: string): Promise<void> {
  const page = row.page();
  // By the label alone: a key may stand behind it.
  const entry = page
    .locator(".context-view .monaco-menu")
    .getByRole("menuitem")
    .filter({ has: page.locator(".action-label").getByText(label, { exact: true }) });
  await untilWorks(async () => {
    await row.click({ button: "right", timeout: 5000 });
    try {
      await entry.waitFor({ timeout: 5000 });
      await untilWorks(async () => {
        // A menu that has just opened takes no click yet.
        await entry.click({ timeout: 5000 });
        await entry.waitFor({ state: "hidden", timeout: 500 });
      });
    } catch (error) {
      await page.keyboard.press("Escape");
      throw error;
    }
  });
}
