// Every visible string goes through the words: in the pseudo-locale no plain letter is left but in data (translate="no").
// The same walk goes by keyboard alone, and on a phone's screen.
// usage: node --test words.mjs, with PANEL=URL of an unclaimed appliance whose board is simulated
import assert from "node:assert/strict";
import { test } from "node:test";
import { drop, light, open, visit } from "./stage.mjs";

const url = `${process.env.PANEL}/?lang=pseudo`;

// Names of people, files and products are data, wherever a sentence holds them.
const DATA = ["/p/alice", "notes.txt", "Chrome", "Linux"];

const plainTexts = page => page.evaluate(names => {
  const found = [];
  const data = element => element.closest("[translate=no]") || element.closest("script, style, noscript");
  const note = (whole, where) => {
    const text = names.reduce((rest, name) => rest.replaceAll(name, ""), whole);
    if (/[A-Za-z]/.test(text)) found.push(`${where}: ${text.trim()}`);
  };
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!data(node.parentElement)) note(node.textContent, node.parentElement.tagName);
  }
  for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      if (!data(element)) note(element.getAttribute(name) ?? "", `${element.tagName} ${name}`);
    }
  }
  return found;
}, DATA);

test("in the pseudo-locale, by keyboard, on a phone", async t => {
  const browser = await open(t);
  const page = await visit(browser, url, { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" });
  const check = async step => {
    assert.deepEqual(await plainTexts(page), [], step);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${step}: the page is ${wide} px wider than the screen`);
  };
  // Walks on with the Tab key until the element has the focus.
  const reach = async selector => {
    for (let steps = 0; steps < 60; steps++) {
      if (await page.evaluate(each => document.activeElement?.matches(each), selector)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`Tab does not lead to ${selector}`);
  };

  await t.test("unclaimed; and with less motion the light stands still and its rhythm is said", async () => {
    await light(page, "unclaimed");
    await page.waitForSelector("#legend li >> nth=5", { state: "attached" });
    await check("unclaimed");
    assert.equal(await page.getAttribute("#board", "data-lit"), "true");
    assert.notEqual((await page.textContent("#light-rhythm")).trim(), "");
  });

  await t.test("the space bar presses the drawn button", async () => {
    await reach("#press");
    await page.keyboard.down("Space");
    await page.waitForSelector("#board[data-pressed=true]");
    await page.keyboard.up("Space");
    await light(page, "pairing");
    await page.waitForSelector("#username:focus");
    await page.keyboard.type("Al ice");
    await check("a wrong name");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("alice");
    await check("a name");
  });

  await t.test("enter claims, and the code is confirmed by keyboard", async () => {
    await page.keyboard.press("Enter");
    await page.waitForSelector("#code-words li");
    await check("the recovery code");
    await reach("#code-confirm");
    await page.keyboard.press("Space");
    await reach("#code-done");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#files:not([hidden])");
  });

  await t.test("the owner's page, every part of it open", async () => {
    await drop(page, "notes.txt", "text/plain", "Read me.");
    await page.waitForSelector("#file-list li");
    await page.waitForSelector("#session-list li");
    await page.waitForSelector("#setting-logLevel");
    await page.evaluate(() => document.querySelectorAll("details").forEach(each => { each.open = true; }));
    await page.waitForSelector("#face-list li");
    await page.waitForSelector(".chart b:not(:empty)");
    await check("home");
    await reach("#file-list li button:last-child");
    await page.keyboard.press("Enter");
    await page.waitForSelector("dialog[open]");
    await check("the question before unpublishing");
    await page.keyboard.press("Escape");
    await page.fill("#setting-cacheBytes", "0.1");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#setting-cacheBytes[aria-invalid=true]");
    await check("a refused setting");
  });

  await t.test("going back a version asks first, and what a release says of itself breaks nothing", async () => {
    const asked = [];
    page.on("request", request => { if (request.method() === "POST") asked.push(request.url()); });
    await page.click("#updates-back");
    await page.waitForSelector("dialog[open]");
    await check("the question before going back");
    assert.equal(await page.evaluate(() => document.activeElement.id), "confirm-no");
    await page.keyboard.press("Enter");
    await page.waitForSelector("dialog[open]", { state: "detached" });
    assert.deepEqual(asked, []);
    await page.evaluate(() => { document.getElementById("updates-changes").textContent = `https://example.org/${"a".repeat(200)}`; });
    await check("a long word");
  });

  await t.test("a stranger's page", async () => {
    await page.context().clearCookies();
    await page.reload();
    await page.waitForSelector("#visit:not([hidden])");
    await check("visit");
  });

  assert.deepEqual(page.troubles, []);
});
