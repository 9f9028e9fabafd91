import { request } from "./api.js";
import { byId, copy, show, toast, write } from "./elements.js";
import { say } from "./words.js";

// The log's end, read when its owner opens it. A machine that keeps no log of its own has no such card.
export class Log {
  #parts = [["now", byId("log-now")], ["before", byId("log-before")]];
  #shown = false;

  constructor() {
    for (const [, part] of this.#parts) part.addEventListener("toggle", () => part.open && this.#read());
    byId("log-copy").addEventListener("click", () => this.#copy());
  }

  async update(owner) {
    if (owner === this.#shown) return;
    this.#shown = owner;
    show(byId("log"), owner && await this.#read());
  }

  async #read() {
    const answer = await request("GET", "/api/log");
    for (const [key, part] of this.#parts) {
      const pre = part.querySelector("pre");
      write(pre, answer.body[key] || say("log.nothing"));
      pre.scrollTop = pre.scrollHeight;
    }
    return answer.ok;
  }

  async #copy() {
    await this.#read();
    await copy(this.#parts.map(([key, part]) => `${say(`log.${key}`)}\n${part.querySelector("pre").textContent}`).join("\n"));
    toast(say("log.copied"));
  }
}
