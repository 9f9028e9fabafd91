// What the browser tests share: Debian's Chromium, a page whose errors fail the test, and the drawn button.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .find(path => path && existsSync(path));

// The slowest step is a claim on an emulated board.
const PATIENCE_MS = 30_000;

export async function open(t) {
  if (!executablePath) throw new Error("No Chromium is installed: run make test, which installs it.");
  const browser = await chromium.launch({
    executablePath,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  t.after(() => browser.close());
  return browser;
}

// A page of a browser of its own. Errors of its scripts and refusals by the content security policy end up in `troubles`.
export async function visit(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.troubles = [];
  page.on("pageerror", error => page.troubles.push(error.message));
  page.on("console", message => {
    // Chromium reports every answer above 399 as an error; the tests look at those themselves.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) page.troubles.push(message.text());
  });
  await page.goto(url);
  return page;
}

export const light = (page, state) => page.waitForSelector(`#board[data-light="${state}"]`);

// A short press with the mouse, as long as a finger's.
export async function press(page) {
  const box = await page.locator("#press").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.waitForSelector("#board[data-pressed=true]");
  await page.mouse.up();
}

// Reads the drawn lamp for a while: how often it went on, how long it was lit and dark at a time.
export const watchLamp = (page, forMs) => page.evaluate(ms => new Promise(resolve => {
  const lamp = document.getElementById("board");
  const spells = [];
  let since = performance.now();
  const observer = new MutationObserver(() => {
    const lit = lamp.dataset.lit === "true";
    if (lit === (spells.at(-1)?.next ?? null)) return;
    const now = performance.now();
    spells.push({ lit: !lit, ms: now - since, next: lit });
    since = now;
  });
  observer.observe(lamp, { attributes: true, attributeFilter: ["data-lit"] });
  setTimeout(() => {
    observer.disconnect();
    // The first spell was cut off by the beginning.
    resolve(spells.slice(1).map(({ lit, ms: length }) => ({ lit, ms: length })));
  }, ms);
}), forMs);

export async function claim(page, name) {
  await press(page);
  await light(page, "pairing");
  await page.fill("#username", name);
  await page.click("#claim-submit");
  await page.waitForSelector("#code-words li");
  const words = await page.locator("#code-words li").allTextContents();
  await page.check("#code-confirm");
  await page.click("#code-done");
  await page.waitForSelector("#files:not([hidden])");
  return words;
}

// Drops a file made in the page on its drop zone.
export const drop = (page, name, type, text) => page.evaluate(([fileName, fileType, content]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([content], fileName, { type: fileType }));
  const zone = document.getElementById("drop");
  for (const kind of ["dragenter", "dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }
}, [name, type, text]);
