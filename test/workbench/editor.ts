/** Text editors: opening, typing, saving, and the quick fixes and problems of what is typed. */
import type { Locator, Page } from "playwright-core";
import { quickInput, runCommand } from "./palette";
import { untilWorks } from "./retry";

/** The active tab. */
export const activeTab = (page: Page): Locator => page.locator(".editor-group-container.active .tab.active");

/** The text editor that was active last, if it is in sight. */
export const textEditor = (page: Page): Locator =>
  page.locator(".editor-group-container.active .monaco-editor").first();

/** Opens a file of the workspace by its name, in the active group. */
export async function openFile(page: Page, name: string): Promise<void> {
  await untilWorks(async () => {
    await page.keyboard.press("ControlOrMeta+p");
    const input = quickInput(page).locator("input.input");
    await input.fill(name, { timeout: 5000 });
    const row = quickInput(page).locator(".monaco-list-row").filter({ hasText: name }).first();
    try {
      await row.click({ timeout: 5000 });
    } catch (error) {
      await page.keyboard.press("Escape");
      throw error;
    }
  });
  await activeTab(page).filter({ hasText: name }).waitFor();
  await textEditor(page).locator(".view-line").first().waitFor();
}

/** Shows the tab of that name, wherever it is, and makes its group the active one. */
export async function showTab(page: Page, name: string): Promise<void> {
  await page.locator(".tabs-container .tab").filter({ hasText: name }).click();
  await activeTab(page).filter({ hasText: name }).waitFor();
}

/** Closes all editors and panels; what is in them has been saved. */
export async function closeEditors(page: Page): Promise<void> {
  await runCommand(page, "View: Close All Editors");
  await page.locator(".tabs-container .tab").first().waitFor({ state: "detached" });
}

/** Puts the cursor on a line and column, both from 1, of the active editor. */
export async function goTo(page: Page, line: number, column = 1): Promise<void> {
  await textEditor(page).locator(".view-lines").click();
  await page.keyboard.press("Control+g");
  const input = quickInput(page).locator("input.input");
  await input.fill(`:${line}:${column}`);
  await input.press("Enter");
  await quickInput(page).waitFor({ state: "hidden" });
}

/** Types at the cursor, key by key, as a person would. */
export async function type(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text, { delay: 20 });
}

/** Puts another `text` in place of the active editor's, as pasting does: nothing is completed or closed for it. */
export async function replaceText(page: Page, text: string): Promise<void> {
  await textEditor(page).locator(".native-edit-context, textarea").first().focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
  }, text);
  // VS Code thinks about what to paste before it does.
  await activeTab(page).and(page.locator(".dirty")).waitFor();
}

/** Saves the active editor and waits until it is written. */
export async function save(page: Page): Promise<void> {
  await page.keyboard.press("ControlOrMeta+s");
  await activeTab(page).and(page.locator(":not(.dirty)")).waitFor();
}

/** Shows the Problems panel. */
export async function openProblems(page: Page): Promise<void> {
  await runCommand(page, "Problems: Focus on Problems View");
  await page.locator(".markers-panel").waitFor();
}

/** Rows of the Problems panel that hold `text`. */
export const problem = (page: Page, text: string | RegExp): Locator =>
  page.locator(".markers-panel .monaco-list-row").filter({ hasText: text });

/** Applies a quick fix that is offered at the cursor. */
export async function quickFix(page: Page, title: string): Promise<void> {
  const fix = page.locator(".action-widget .monaco-list-row").filter({ hasText: title }).first();
  await untilWorks(async () => {
    await page.keyboard.press("ControlOrMeta+.");
    try {
      await fix.click({ timeout: 5000 });
    } catch (error) {
      await page.keyboard.press("Escape");
      throw error;
    }
  });
}
