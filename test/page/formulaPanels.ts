/** What tests of formulas share: opening the ones on the page, and computing what is put in. */
import { runInNewContext } from "node:vm";
import type { Locator } from "playwright-core";
import { expect } from "vitest";
import type { Inspector } from "./inspectorPage";

/** @param number an <induction-number> whose formula is open */
export const panelOf = (number: Locator) => number.getByRole("dialog");

/**
 * Opens every formula inside by the keyboard, and holds its numbers against the number.
 * @param source what each is to name @returns how many had numbers put in
 */
export async function expectFormulas(page: Inspector, within: string, source: RegExp): Promise<number> {
  const numbers = page.page.locator(`${within} induction-number`);
  let count = 0;
  for (const number of await numbers.all()) {
    const value = Number(await number.locator("data").first().getAttribute("value"));
    await number.getByRole("button").first().focus();
    await page.page.keyboard.press("Enter");
    const panel = panelOf(number);
    const name = (await panel.getAttribute("aria-label")) ?? "";
    expect(Number(await panel.locator(".result data").getAttribute("value")), name).toBe(value);
    await expect(panel.locator(".source").innerText(), name).resolves.toMatch(source);
    if ((await panel.locator(".numbers").count()) > 0) {
      const made = Number(runInNewContext(await putIn(panel)));
      expect(Math.abs(made - value), `${name}: ${made} is ${value}`).toBeLessThanOrEqual(
        1e-9 * Math.abs(value) + 1e-15,
      );
      count++;
    }
    await page.page.keyboard.press("Escape");
    // The browser tells of a popover that was closed some time after.
    await panel.waitFor({ state: "detached" });
  }
  return count;
}

/** The line with numbers put in, as an expression of JavaScript that stands for its exact numbers. */
function putIn(panel: Locator): Promise<string> {
  return panel.locator(".numbers math").evaluate((math) => {
    const written = (element: Element): string => {
      const parts = Array.from(element.children, written);
      const text = element.textContent ?? "";
      switch (element.localName) {
        case "mn":
          return `(${element.getAttribute("data-value")})`;
        case "mo":
          return { "·": "*", "−": "-", "=": "" }[text] ?? text;
        case "mi":
          return { log: "Math.log", e: "Math.E" }[text] ?? text;
        case "mtext":
          return "";
        case "mfrac":
          return `((${parts[0]})/(${parts[1]}))`;
        case "msqrt":
          return `Math.sqrt(${parts.join("")})`;
        case "msup":
          return parts[0] === "Math.E" ? `Math.exp(${parts[1]})` : `(${parts[0]})**(${parts[1]})`;
        default:
          return parts.join("");
      }
    };
    return written(math);
  });
}
