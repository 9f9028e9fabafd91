import { request } from "./api.js";
import { byId, make, show, write } from "./elements.js";
import { number, say, size } from "./words.js";

// Above this share of its limit a bar changes colour: what comes next may be turned away. Memories are meant to be full.
const NEARLY_FULL = 0.9;
const MEMORIES = new Set(["cache", "disk", "echoes", "paths", "listings", "commanders", "announcers"]);

export class Limits {
  #rows = new Map();
  #asking = false;

  constructor() {
    byId("limits-more").addEventListener("toggle", () => this.#ask());
  }

  update(visible) {
    show(byId("limits"), visible);
    if (visible) this.#ask();
  }

  // Only while somebody looks.
  async #ask() {
    if (this.#asking || !byId("limits-more").open) return;
    this.#asking = true;
    const answer = await request("GET", "/api/limits");
    this.#asking = false;
    if (answer.ok) for (const limit of answer.body) this.#draw(limit);
  }

  #draw({ id, used, limit, refused, inBytes }) {
    const row = this.#rows.get(id) ?? this.#add(id);
    const format = inBytes ? size : number;
    const share = limit > 0 ? Math.min(1, used / limit) : 0;
    write(row.value, say("limits.value", { used: format(used), limit: format(limit) }));
    row.bar.style.width = `${(100 * share).toFixed(1)}%`;
    row.item.dataset.full = String(share >= NEARLY_FULL && !MEMORIES.has(id));
    write(row.refused, refused > 0 ? say("limits.refused", { n: number(refused) }) : "");
  }

  #add(id) {
    const row = { value: make("span", { class: "amount" }), bar: make("span"), refused: make("b") };
    row.item = make("li", {},
      make("b", { class: "name" }, say(`limits.${id}`)),
      row.value,
      make("span", { class: "bar", "aria-hidden": "true" }, row.bar),
      make("small", {}, say("limits.when", { policy: say(`limits.${id}.full`) }), " ", row.refused));
    byId("limit-list").append(row.item);
    this.#rows.set(id, row);
    return row;
  }
}
