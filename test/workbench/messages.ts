/** What VS Code tells the person: notifications, their buttons, and items of the status bar. */
import type { Locator, Page } from "playwright-core";

/** Notifications in sight that hold `text`. They fade: what is gone can be read in the notification centre. */
export const notification = (page: Page, text: string | RegExp): Locator =>
  page.locator(".notifications-toasts .notification-toast").filter({ hasText: text });

/** Presses a button of a notification. */
export async function pressButton(message: Locator, label: string): Promise<void> {
  await message.getByRole("button", { name: label, exact: true }).click();
}

/** The question of a modal dialogue; its buttons are pressed by `pressButton`. */
export const dialog = (page: Page, text: string | RegExp): Locator =>
  page.locator(".monaco-dialog-box").filter({ hasText: text });

/** Items of the status bar that hold `text`. */
export const statusItem = (page: Page, text: string | RegExp): Locator =>
  page.locator(".statusbar-item").filter({ hasText: text });
