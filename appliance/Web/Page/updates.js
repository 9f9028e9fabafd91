import { request, upload } from "./api.js";
import { byId, confirm, make, makeSvg, problem, show, toast, write } from "./elements.js";
import { ago, duration, has, number, say, size } from "./words.js";

// How often the board is asked: while something happens, and otherwise.
const BUSY = 1000;
const IDLE = 10000;

// The plot: the last updates from left to right, each as high as what it fetched.
const PLOT = { width: 320, height: 64, most: 20 };

export class Updates {
  #visible = false;
  #asked = 0;
  #asking = false;
  #state = null;
  #bringing = false;

  constructor() {
    byId("updates-check").addEventListener("click", () => this.#do("check"));
    byId("updates-install").addEventListener("click", () => this.#do("install"));
    byId("updates-back").addEventListener("click", () => this.#goBack());
    byId("updates-file").addEventListener("change", event => {
      this.#bring(event.target.files[0]);
      event.target.value = "";
    });
  }

  // Told with every status, about once a second.
  update(owner) {
    if (owner !== this.#visible) this.#asked = 0;
    this.#visible = owner;
    if (!owner) show(byId("updates"), false);
    else if (Date.now() - this.#asked >= (this.#state?.busy ? BUSY : IDLE)) this.#ask();
  }

  async #ask() {
    if (this.#asking) return;
    this.#asking = true;
    this.#asked = Date.now();
    // The board has no time zone: it installs at night by this clock.
    const answer = await request("GET", `/api/update?offset=${-new Date().getTimezoneOffset()}`);
    this.#asking = false;
    show(byId("updates"), this.#visible && answer.ok);
    if (answer.ok) this.#draw(answer.body);
  }

  async #do(what) {
    await this.#tell(what, await request("POST", `/api/update/${what}`));
  }

  async #goBack() {
    if (await confirm(say("updates.back.title", { version: this.#state.running }), "updates.back")) await this.#do("back");
  }

  async #bring(file) {
    if (!file) return;
    this.#bringing = true;
    this.#enable(this.#state);
    const reading = loaded => write(byId("updates-now"), say("updates.reading", { done: size(loaded), total: size(file.size) }));
    const answer = await upload("/api/update/file", file, reading).done;
    this.#bringing = false;
    await this.#tell("install", answer);
  }

  async #tell(what, answer) {
    problem(byId("updates-error"), answer.ok ? null : answer.body?.error ?? say("page.failed"));
    if (answer.ok) toast(say(`updates.asked.${what}`));
    await this.#ask();
  }

  #draw(state) {
    this.#state = state;
    write(byId("updates-version"), state.running);
    write(byId("updates-proof"), say(state.unproven ? "updates.unproven" : "updates.proven"));
    if (!this.#bringing) write(byId("updates-now"), this.#now(state));
    byId("updates-now").classList.toggle("error", state.phase === "failed" && !this.#bringing);
    const offers = this.#offers(state);
    show(byId("updates-changes-row"), offers && Boolean(state.changes));
    write(byId("updates-changes"), state.changes ?? "");
    const writes = state.busy && state.imageBytes > 0;
    show(byId("updates-progress"), writes);
    byId("updates-bar").style.width = `${writes ? (100 * state.writtenBytes / state.imageBytes).toFixed(1) : 0}%`;
    write(byId("updates-when"), state.busy ? "" : state.installAt && offers
      ? say("updates.installs", { time: this.#time(state.installAt) })
      : say("updates.looks", { looked: state.checkedAt ? ago(state.checkedAt) : say("updates.not-yet"), time: this.#time(state.checkAt) }));
    this.#enable(state);
    this.#plot(state.history.slice(0, PLOT.most).reverse());
  }

  #offers(state) {
    return Boolean(state.version) && state.version !== state.running && state.fault !== "Older";
  }

  #enable(state) {
    const busy = state.busy || state.unproven || this.#bringing;
    byId("updates-check").disabled = busy;
    byId("updates-install").disabled = busy || !this.#offers(state);
    byId("updates-back").disabled = busy || !state.canGoBack;
    byId("updates-file").disabled = busy;
  }

  #now(state) {
    // What runs is on trial, which is said beside it.
    if (state.unproven && state.phase === "armed") return "";
    if (state.phase === "nothing" || state.phase === "failed") {
      const key = `updates.fault.${state.fault}`;
      return has(key) ? say(key, { version: state.version ?? "" }) : say("updates.fault", { fault: state.fault ?? "" });
    }
    const shares = state.phase === "writing" && state.neighbourBytes > 0;
    return say(`updates.phase.${shares ? "sharing" : state.phase}`, {
      version: state.version ?? "",
      fetched: size(state.fetchedBytes),
      fetch: size(state.fetchBytes),
      near: size(state.neighbourBytes),
    });
  }

  #outcome(event) {
    const shared = event.outcome === "confirmed" && event.neighbourBytes > 0;
    return say(`updates.outcome.${shared ? "shared" : event.outcome}`, {
      ago: ago(event.at),
      size: size(event.fetchedBytes),
      near: size(event.neighbourBytes),
      minutes: number(Math.max(1, Math.round(event.seconds / 60))),
    });
  }

  #time(date) {
    return duration(Math.max(0, (new Date(date) - Date.now()) / 1000));
  }

  #plot(events) {
    show(byId("updates-history"), events.length > 0);
    const most = Math.max(1, ...events.map(event => event.fetchedBytes));
    const step = PLOT.width / PLOT.most;
    byId("updates-plot").replaceChildren(...events.map((event, index) => {
      const height = Math.max(4, PLOT.height * event.fetchedBytes / most);
      return makeSvg("rect", { class: event.outcome, x: index * step, y: PLOT.height - height, width: step - 4, height, rx: 3 });
    }));
    byId("updates-list").replaceChildren(...events.slice(-3).reverse().map(event => make("li", { class: event.outcome },
      make("b", { translate: "no" }, event.to), " ",
      this.#outcome(event))));
  }
}
