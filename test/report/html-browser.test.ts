import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { INJECTION, lintedReport, pageOf } from "./html-page.ts";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = BROWSERS.find((path) => existsSync(path));

describe.skipIf(!executablePath)(`html in Chromium${executablePath ? "" : " (skipped: no Chromium is installed)"}`, () => {
  let browser: Browser;
  let folder: string;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "prompt-lint-html-"));
    const file = join(folder, "report.html");
    await writeFile(file, pageOf(await lintedReport(INJECTION)));
    url = pathToFileURL(file).href;
    browser = await chromium.launch({ executablePath: executablePath!, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens the page, lets `use` have it, and returns what went wrong or out to the network. */
  async function visit(options: BrowserContextOptions, use: (page: Page) => Promise<void>): Promise<string[]> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const troubles: string[] = [];
    page.on("console", (message) => troubles.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => {
      troubles.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      if (request.url() !== url && !request.url().startsWith("data:")) troubles.push(`request: ${request.url()}`);
    });
    await page.goto(url);
    await use(page);
    await context.close();
    return troubles;
  }

  test.each([true, false])("hostile text is text, with scripts %s", async (javaScriptEnabled) => {
    const troubles = await visit({ javaScriptEnabled }, async (page) => {
      expect(await page.locator("img").count()).toBe(0);
      expect(await page.getByText(INJECTION).count()).toBeGreaterThan(1);
      expect(await page.locator(".finding").first().isVisible()).toBe(true);
      expect(await page.locator("#filter").isVisible()).toBe(javaScriptEnabled);
    });
    expect(troubles).toEqual([]);
  });

  test("the filter hides what was not asked for, and says how much is left", async () => {
    const troubles = await visit({}, async (page) => {
      const total = await page.locator(".finding").count();
      const visible = () => page.locator(".finding:visible").count();
      expect(await visible()).toBe(total);

      await page.getByLabel("Severity").selectOption("error");
      const errors = await page.locator('.finding[data-severity="error"]').count();
      expect(errors).toBeLessThan(total);
      expect(await visible()).toBe(errors);
      expect(await page.locator("#shown").textContent()).toBe(`${errors} of ${total} shown`);

      await page.getByLabel("Rule").selectOption("unbounded-wait");
      expect(await visible()).toBe(1);
      expect(await page.locator(".file:visible").count()).toBe(1);

      await page.getByLabel("File", { exact: true }).selectOption({ label: "STATUS.md" });
      expect(await visible()).toBe(0);
      for (const label of ["File", "Rule", "Severity"]) await page.getByLabel(label, { exact: true }).selectOption("");
      expect(await visible()).toBe(total);
    });
    expect(troubles).toEqual([]);
  });

  test("the keyboard reaches the findings first, and the parts have names", async () => {
    await visit({}, async (page) => {
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the findings");
      await page.keyboard.press("Enter");
      expect(new URL(page.url()).hash).toBe("#findings");
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.id")).toBe("filter-file");
      for (const name of ["Summary", "Checklist", "Boards", "Dependencies", "Findings"])
        expect(await page.getByRole("region", { name, exact: true }).count()).toBe(1);
      expect(await page.getByRole("img", { name: /^5 sessions/ }).count()).toBe(1);
    });
  });

  test.each(["light", "dark"] as const)("text stands out from a %s page, which is no wider than a phone", async (colorScheme) => {
    await visit({ colorScheme, viewport: { width: 390, height: 800 } }, async (page) => {
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
      const contrasts = await page.evaluate<Record<string, number>>(CONTRASTS);
      expect(Object.keys(contrasts).length).toBeGreaterThan(5);
      for (const [selector, contrast] of Object.entries(contrasts)) expect(contrast, selector).toBeGreaterThanOrEqual(4.5);
    });
  });
});

/** Contrast of text against what is behind it (WCAG 2.2, 1.4.3), by selector; runs in the page. */
const CONTRASTS = `(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = channels(color).slice(0, 3).map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (channels(color)[3] !== 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const result = {};
  for (const selector of ["p", "a", "small", "caption", "thead th", "pre", "pre .dim", "pre .mark", ".passed .nowrap", ".failed .nowrap", ".error .severity", ".warning .severity", ".info .severity", "figcaption"]) {
    const element = document.querySelector(selector);
    if (!element) continue;
    const [one, other] = [luminance(getComputedStyle(element).color), luminance(behind(element))];
    result[selector] = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }
  return result;
})()`;
