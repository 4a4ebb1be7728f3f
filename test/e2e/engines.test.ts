/** Compute engines as a person chooses and installs them: tried by real processes, installed by the real npm. */
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import {
  describeWorkbench,
  notification,
  openFile,
  pick,
  pressButton,
  quickInput,
  runCommand,
} from "../workbench";

const offline = (() => {
  try {
    execFileSync("npm", ["view", "webgpu@0.6.2", "version"], { timeout: 20_000, stdio: "ignore" });
    return false;
  } catch {
    return true;
  }
})();

describeWorkbench("Compute engines", {}, (workbench) => {
  /** The list, once every engine has been tried. */
  const openList = async () => {
    const { page } = workbench();
    await runCommand(page, "Induction Lab: Select Compute Engine…");
    const list = quickInput(page);
    await list.locator(".monaco-list-row", { hasText: "not available" }).first().waitFor();
    return list;
  };

  test("the list has a device for what can be had, and a reason for what cannot", async () => {
    const { page, screenshot } = workbench();
    await openFile(page, "quickstart.induction.json");
    const list = await openList();
    const row = (label: string) => list.locator(".monaco-list-row", { hasText: label }).first();
    expect(await row("tfjs on cuda").innerText()).toContain(
      "The npm package @tensorflow/tfjs-node-gpu is not installed",
    );
    expect(await row("tfjs on wasm").innerText()).not.toContain("not available");
    await screenshot("engines 1 list");
    await page.keyboard.press("Escape");
  });

  test.skipIf(offline)("an engine that is missing is not chosen, but can be installed", async () => {
    const { page, screenshot } = workbench();
    await openList();
    await pick(page, "tfjs on webgpu");
    const offer = notification(
      page,
      "tfjs on webgpu cannot be had here. The npm package webgpu is not installed.",
    );
    await offer.waitFor();
    await screenshot("engines 2 missing");
    await pressButton(offer, "Install…");
    await notification(page, "webgpu is installed.").waitFor({ timeout: 120_000 });
    const list = await openList();
    const words = await list.locator(".monaco-list-row", { hasText: "tfjs on webgpu" }).first().innerText();
    expect(words).not.toContain("is not installed");
    await screenshot("engines 3 installed");
    await page.keyboard.press("Escape");
  });
});
