// The whole way of an owner: press, claim, publish, a second browser, its revocation.
// usage: node --test owner.mjs, with PANEL=URL of an unclaimed appliance whose board is simulated
import assert from "node:assert/strict";
import { test } from "node:test";
import { claim, drop, light, open, press, visit, watchLamp } from "./stage.mjs";

const url = process.env.PANEL;

test("an owner claims, publishes, signs another browser in and out again", async t => {
  const browser = await open(t);
  const page = await visit(browser, url);
  const says = name => page.waitForFunction(text => document.getElementById("light-says").textContent === text, name);

  await t.test("the drawn light blinks two flashes and a pause until its owner comes", async () => {
    await light(page, "unclaimed");
    await says("Waiting for its owner");
    // Two rounds of at most two and a half seconds, and the cut ends.
    const spells = await watchLamp(page, 6000);
    const dark = spells.filter(spell => !spell.lit).map(spell => spell.ms);
    assert.ok(spells.filter(spell => spell.lit).length >= 3, JSON.stringify(spells));
    assert.ok(Math.max(...dark) > 2 * Math.min(...dark), `a pause is longer than a gap: ${dark}`);
  });

  await t.test("before the press there is no name to choose", async () => {
    assert.equal(await page.isVisible("#claim-press"), true);
    assert.equal(await page.isVisible("#username"), false);
  });

  await t.test("a press opens the window, and the light blinks quickly and evenly", async () => {
    await press(page);
    await light(page, "pairing");
    await says("The button was pressed");
    await page.waitForSelector("#username:focus");
    assert.match(await page.textContent("#claim-left"), /^(2:00|1:\d\d) left to choose$/);
    const spells = await watchLamp(page, 2500);
    assert.ok(spells.length >= 6, JSON.stringify(spells));
    const flashes = spells.filter(spell => spell.lit).length;
    assert.ok(flashes <= 3 * 2.5, `no more than three flashes a second: ${flashes} in 2.5 s`);
  });

  await t.test("what is wrong with a name is said while it is typed", async () => {
    for (const [name, hint] of [
      ["Alice", "Use small letters only."],
      ["al ice", "A space cannot be used. Use small letters, digits and hyphens."],
      ["alice-", "A hyphen stands alone, between letters or digits."],
      ["-alice", "Begin with a small letter or a digit."],
      ["a".repeat(33), "That is too long: at most 32 letters and digits."],
      ["alice", "You will be /p/alice"],
    ]) {
      await page.fill("#username", name);
      assert.equal(await page.textContent("#username-hint"), hint);
      assert.equal(await page.getAttribute("#username", "aria-invalid"), String(name !== "alice"));
    }
  });

  await t.test("the claim shows the recovery code once, as words and QR, until it is confirmed", async () => {
    await page.click("#claim-submit");
    await page.waitForSelector("#code-words li");
    const words = await page.locator("#code-words li").allTextContents();
    assert.ok(words.length >= 12, `${words.length} words`);
    assert.match(await page.getAttribute("#code-qr path", "d"), /^M4 4h7v1/);
    assert.equal(await page.isDisabled("#code-done"), true);
    await page.check("#code-confirm");
    await page.click("#code-done");
    await page.waitForSelector("#files:not([hidden])");
    assert.equal((await page.content()).includes(words.join("</li><li>")), false);
  });

  await t.test("the light says that all is well, and the page has its name", async () => {
    await light(page, "serving");
    await says("All is well");
    assert.equal(await page.getAttribute("#board", "data-lit"), "true");
    assert.equal(await page.textContent("#namespace"), "/p/alice");
    assert.equal(await page.isVisible("#claim"), false);
  });

  await t.test("a dropped file is published under its own name", async () => {
    await drop(page, "Garden (1).txt", "text/plain", "Tomatoes, beans.");
    const row = await page.waitForSelector("#file-list li");
    assert.match(await row.getAttribute("data-name"), /^\/p\/alice\/Garden%20(\(1\)|%281%29)\.txt$/);
    assert.match(await row.textContent(), /Garden \(1\)\.txt.*16 bytes/);
    assert.equal(await page.locator("#uploads li").count(), 0);
  });

  await t.test("a chosen file is published too", async () => {
    await page.setInputFiles("#choose", { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("Read me.") });
    await page.waitForSelector('#file-list li[data-name="/p/alice/notes.txt"]');
  });

  await t.test("unpublishing asks first, and keeps the file when told so", async () => {
    const row = page.locator('#file-list li[data-name="/p/alice/notes.txt"]');
    await row.getByRole("button", { name: "Unpublish notes.txt" }).click();
    await page.click("dialog button[value=no]");
    assert.equal(await row.count(), 1);
    await row.getByRole("button", { name: "Unpublish notes.txt" }).click();
    await page.click("dialog button[value=yes]");
    await row.waitFor({ state: "detached" });
  });

  const second = await visit(browser, url);
  await t.test("a second browser sees the appliance and none of its owner's things", async () => {
    await second.waitForSelector("#visit:not([hidden])");
    assert.equal(await second.textContent("#visit-title"), "This is the Hearth of /p/alice");
    assert.equal(await second.isVisible("#files"), false);
    assert.equal(await second.isDisabled("#sign-in"), true);
  });

  await t.test("a press lets it sign in", async () => {
    await press(second);
    await second.waitForSelector("#sign-in:enabled");
    await second.click("#sign-in");
    await second.waitForSelector("#file-list li");
    await light(second, "serving");
  });

  await t.test("the first browser lists it and signs it out", async () => {
    await page.reload();
    const other = page.locator("#session-list li[data-current=false]");
    await other.waitFor();
    assert.equal(await page.locator("#session-list li").count(), 2);
    await other.getByRole("button").click();
    await other.waitFor({ state: "detached" });
  });

  await t.test("the second browser can publish no more and is asked to sign in", async () => {
    await drop(second, "late.txt", "text/plain", "Too late.");
    await second.waitForSelector("#visit:not([hidden])");
    assert.equal(await second.isVisible("#files"), false);
    assert.equal(await page.locator("#file-list li").count(), 1);
  });

  await t.test("a setting out of range says so at its field, and a good one is kept", async () => {
    await page.fill("#setting-cacheBytes", "0.1");
    await page.click("#settings-form .primary");
    await page.waitForSelector("#setting-cacheBytes[aria-invalid=true]");
    assert.equal(await page.textContent("#setting-cacheBytes-error"), "At least 1 MB.");
    await page.fill("#setting-cacheBytes", "32");
    await page.click("#settings-form .primary");
    await page.waitForFunction(() => document.getElementById("toast").textContent === "Saved");
    await page.reload();
    await page.waitForFunction(() => document.getElementById("setting-cacheBytes")?.value === "32");
  });

  assert.deepEqual([...page.troubles, ...second.troubles], []);
});
