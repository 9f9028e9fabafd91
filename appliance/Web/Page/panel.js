import { follow, request } from "./api.js";
import { Board } from "./board.js";
import { Claim } from "./claim.js";
import { byId, make, problem, show, toast, write } from "./elements.js";
import { Files } from "./files.js";
import { Log } from "./log.js";
import { Limits } from "./limits.js";
import { Sessions } from "./sessions.js";
import { Settings } from "./settings.js";
import { Traffic } from "./traffic.js";
import { Updates } from "./updates.js";
import { clock, duration, say } from "./words.js";

let status = null;
let owner = false;

const board = new Board();
const claim = new Claim(signedIn);
const files = new Files(signedOut);
const traffic = new Traffic();
const log = new Log();
const limits = new Limits();
const sessions = new Sessions(signedOut);
const settings = new Settings();
const updates = new Updates();

// The stream is the same for everyone; whether this browser is the owner's is asked once, and again when it may have changed.
async function ask() {
  const answer = await request("GET", "/api/status");
  if (!answer.ok) return;
  status = answer.body;
  owner = status.signedIn;
  draw();
}

async function signedIn() {
  await ask();
}

function signedOut() {
  owner = false;
  draw();
}

function draw() {
  show(byId("offline"), false);
  if (!status.claimed) owner = false;
  const home = owner && !claim.holdsThePage;
  document.body.dataset.owner = String(home);
  board.update(status);
  claim.update(status);
  files.update(status, home);
  traffic.update(status, status.claimed && !claim.holdsThePage);
  log.update(home);
  limits.update(home);
  sessions.update(home);
  settings.update(home);
  updates.update(home);
  drawVisit();
  drawAbout();
  show(byId("namespace"), status.claimed);
  show(byId("tagline"), !status.claimed);
  write(byId("namespace"), status.namespace ?? "");
  document.title = status.claimed ? `${status.namespace} · ${say("page.title")}` : say("page.title");
}

function drawVisit() {
  const visible = status.claimed && !owner && !claim.holdsThePage;
  show(byId("visit"), visible);
  if (!visible) return;
  const ready = status.window === "sign-in";
  write(byId("visit-title"), say("visit.title", { namespace: status.namespace }));
  write(byId("visit-text"), say(status.simulated ? "visit.simulated" : "visit.text"));
  const state = byId("visit-state");
  write(state, ready ? say("visit.ready", { time: clock(status.windowSecondsLeft) }) : say("visit.waiting"));
  // A countdown read out every second would drown everything else.
  state.setAttribute("aria-live", ready ? "off" : "polite");
  byId("sign-in").disabled = !ready;
}

function drawAbout() {
  show(byId("about"), status.claimed && !claim.holdsThePage);
  show(byId("identify-row"), owner);
  const rows = [
    [say("about.namespace"), status.namespace ?? "", true],
    [say("about.fingerprint"), status.ownerFingerprint ?? "", true],
    [say("about.version"), status.version, true],
    [say("about.slot"), status.slot === "-" ? say("about.slot.none") : status.slot, status.slot !== "-"],
    [say("about.uptime"), duration(status.uptimeSeconds), false],
    [say("about.tables"), say("about.tables-value", { pit: status.tables.pit, fib: status.tables.fib }), false],
  ];
  const facts = byId("facts");
  if (facts.childElementCount !== rows.length) {
    facts.replaceChildren(...rows.map(([name]) => make("div", {}, make("dt", {}, name), make("dd"))));
  }
  rows.forEach(([, value, data], index) => {
    const cell = facts.children[index].lastElementChild;
    write(cell, value);
    cell.translate = !data;
  });
}

byId("sign-in").addEventListener("click", async () => {
  const answer = await request("POST", "/api/session");
  problem(byId("visit-error"), answer.ok ? null : answer.body.error);
  if (answer.ok) {
    await ask();
    byId("files-title").focus();
  }
});

byId("identify").addEventListener("click", async () => {
  const answer = await request("POST", "/api/identify");
  toast(answer.ok ? say("about.identified") : answer.body.error);
});

await ask();
follow(next => {
  // Claimed or reset elsewhere: whose the board is has to be asked again.
  const changed = !status || next.namespace !== status.namespace;
  status = next;
  draw();
  if (changed) ask();
}, () => {
  show(byId("offline"), true);
  board.silent();
});
