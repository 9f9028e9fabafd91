import { request } from "./api.js";
import { byId, make, show, write } from "./elements.js";
import { has, say } from "./words.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");

// Longest the page holds the drawn button; the board counts a factory reset from ten seconds.
const LONGEST_HOLD = 20;

// Shows one rhythm on one element, in phase with the board: steps are milliseconds lit, dark, lit, dark, …
class Rhythm {
  #element; #steps = []; #began = 0; #timer;

  constructor(element) {
    this.#element = element;
  }

  play(colour, steps, sinceMs) {
    this.#element.dataset.colour = colour ?? "none";
    this.#steps = steps;
    this.#began = performance.now() - sinceMs;
    this.#turn();
  }

  #turn() {
    clearTimeout(this.#timer);
    const steps = this.#steps;
    // Who asked for less motion sees a steady light, and the rhythm in words.
    if (steps.length < 2 || calm.matches) {
      this.#element.dataset.lit = String(steps.length > 0);
      return;
    }
    const period = steps.reduce((sum, step) => sum + step, 0);
    let phase = (performance.now() - this.#began) % period;
    let index = 0;
    while (phase >= steps[index]) phase -= steps[index++];
    this.#element.dataset.lit = String(index % 2 === 0);
    this.#timer = setTimeout(() => this.#turn(), steps[index] - phase + 1);
  }
}

const lightKey = (state, part = "") => (has(`light.${state}`) ? `light.${state}${part}` : `light.unknown${part}`);

export class Board {
  #board = byId("board");
  #lamp = new Rhythm(this.#board);
  #swatch = new Rhythm(byId("light-swatch"));
  #shown = "";
  #held = false;

  constructor() {
    this.#drawLegend();
    this.#listen();
  }

  update(status) {
    const { light, lightPattern: pattern } = status;
    // Only a change starts the rhythm again: each event would bring its own jitter.
    const key = JSON.stringify([light, pattern.colour, pattern.steps]);
    if (key !== this.#shown) {
      this.#shown = key;
      this.#board.dataset.light = light;
      this.#lamp.play(pattern.colour, pattern.steps, pattern.sinceMs);
      this.#swatch.play(pattern.colour, pattern.steps, pattern.sinceMs);
      write(byId("light-says"), say(lightKey(light)));
      write(byId("light-detail"), say(lightKey(light, ".detail")));
      write(byId("light-rhythm"), say(lightKey(light, ".rhythm")));
    }
    show(byId("press"), status.simulated);
    show(byId("press-hint"), status.simulated);
    this.#board.dataset.invite = String(status.simulated && !status.claimed && status.window === "none");
  }

  silent() {
    this.#shown = "";
    this.#board.dataset.light = "unknown";
    this.#lamp.play(null, [], 0);
    this.#swatch.play(null, [], 0);
    write(byId("light-says"), say("light.unknown"));
    write(byId("light-detail"), say("light.unknown.detail"));
    write(byId("light-rhythm"), say("light.unknown.rhythm"));
  }

  async #drawLegend() {
    const answer = await request("GET", "/api/lights");
    if (!answer.ok) return;
    for (const pattern of answer.body) {
      const swatch = make("span", { class: "swatch", "aria-hidden": "true" });
      byId("legend").append(make("li", {}, swatch,
        make("span", {}, say(lightKey(pattern.state))),
        make("span", {}, say(lightKey(pattern.state, ".rhythm")))));
      new Rhythm(swatch).play(pattern.colour, pattern.steps, 0);
    }
  }

  #listen() {
    const button = byId("press");
    button.addEventListener("pointerdown", event => {
      if (event.button !== 0) return;
      button.setPointerCapture(event.pointerId);
      this.#down();
    });
    button.addEventListener("pointerup", () => this.#up());
    button.addEventListener("pointercancel", () => this.#up());
    button.addEventListener("contextmenu", event => event.preventDefault());
    button.addEventListener("keydown", event => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      if (!event.repeat) this.#down();
    });
    button.addEventListener("keyup", event => {
      if (event.key === " " || event.key === "Enter") this.#up();
    });
    button.addEventListener("blur", () => this.#up());
    // A screen reader's activation is a click without a pointer and without a key.
    button.addEventListener("click", event => {
      if (event.detail === 0 && !this.#held && event.isTrusted) request("POST", "/api/press", { holdSeconds: 0.2 });
    });
  }

  // The request lasts as long as the finger: it is answered once the button is up.
  async #down() {
    if (this.#held) return;
    this.#held = true;
    this.#board.dataset.pressed = "true";
    await request("POST", "/api/press", { holdSeconds: LONGEST_HOLD });
    this.#held = false;
    this.#board.dataset.pressed = "false";
  }

  // A tap can be shorter than its own request takes to arrive, so letting go is said until it was heard.
  async #up() {
    this.#board.dataset.pressed = "false";
    await new Promise(resume => setTimeout(resume, 120));
    while (this.#held) {
      await request("POST", "/api/press", { holdSeconds: 0 });
      await new Promise(resume => setTimeout(resume, 120));
    }
  }
}
