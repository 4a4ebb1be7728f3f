/** The box at the top of a window: the command palette, quick picks and input boxes. */
import type { Locator, Page } from "playwright-core";
import { untilWorks } from "./retry";

/** The open box. */
export const quickInput = (page: Page): Locator => page.locator(".quick-input-widget:visible");

const inputOf = (page: Page): Locator => quickInput(page).locator("input.input");

/**
 * Runs a command by the title the palette shows ("Category: Title").
 * The palette's list is taken when it opens: opened before the extension has registered a command, it never gains it.
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  await untilWorks(async () => {
    const row = await findCommand(page, title);
    // Whatever takes the focus closes the palette.
    await row.click({ timeout: 5000 });
  });
}

/** Whether the palette has a command now. */
export async function hasCommand(page: Page, title: string): Promise<boolean> {
  try {
    await findCommand(page, title);
    return true;
  } catch {
    return false;
  } finally {
    await page.keyboard.press("Escape");
  }
}

/** Opens the palette with the command in sight, or closes it and throws. */
async function findCommand(page: Page, title: string): Promise<Locator> {
  await page.keyboard.press("F1");
  await inputOf(page).fill(`>${title}`, { timeout: 5000 });
  const row = rowOf(page, title);
  try {
    await row.waitFor({ timeout: 3000 });
    return row;
  } catch (error) {
    await page.keyboard.press("Escape");
    await quickInput(page).waitFor({ state: "hidden" });
    throw error;
  }
}

/** A row of the open box by its label, without its description. */
const rowOf = (page: Page, label: string): Locator =>
  quickInput(page)
    .locator(".monaco-list-row")
    .filter({ has: page.locator(".quick-input-list-label").getByText(label, { exact: true }) })
    .first();

/** Chooses a row of the open quick pick; with several to tick, ticks it. */
export async function pick(page: Page, label: string): Promise<void> {
  await rowOf(page, label).click();
}

/** Chooses a row of a quick pick that is too long to be in sight as a whole: narrows it down to the label first. */
export async function find(page: Page, label: string): Promise<void> {
  await inputOf(page).fill(label);
  await pick(page, label);
}

/** Puts `text` into the open input box without answering it yet. */
export async function fill(page: Page, text: string): Promise<void> {
  await inputOf(page).fill(text);
}

/** Answers VS Code's own dialogue for files, which takes an absolute path. */
export async function answerPath(page: Page, file: string): Promise<void> {
  // It looks at the disk while one types, and takes no answer meanwhile.
  await untilWorks(async () => {
    await inputOf(page).fill(file, { timeout: 5000 });
    await inputOf(page).press("Enter");
    await quickInput(page).waitFor({ state: "hidden", timeout: 5000 });
  });
}

/** Answers the open input box. */
export async function answer(page: Page, text: string): Promise<void> {
  await inputOf(page).fill(text);
  await inputOf(page).press("Enter");
}
