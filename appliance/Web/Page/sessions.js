import { request } from "./api.js";
import { byId, make, problem, show, toast } from "./elements.js";
import { ago, say } from "./words.js";

const nameOf = session => say("sessions.name", {
  browser: session.browser ?? say("sessions.some-browser"),
  system: session.system ?? say("sessions.some-system"),
});

export class Sessions {
  #onRefusal;
  #shown = false;

  constructor(onRefusal) {
    this.#onRefusal = onRefusal;
  }

  update(owner) {
    show(byId("sessions"), owner);
    if (owner && !this.#shown) this.list();
    this.#shown = owner;
  }

  async list() {
    const answer = await request("GET", "/api/sessions");
    if (answer.status === 401) this.#onRefusal();
    problem(byId("sessions-error"), answer.ok ? null : answer.body.error);
    if (answer.ok) byId("session-list").replaceChildren(...answer.body.map(session => this.#row(session)));
  }

  #row(session) {
    const name = nameOf(session);
    const what = make("div", { class: "what" },
      make("b", {}, name, ...(session.current ? [make("span", { class: "badge" }, say("sessions.current"))] : [])),
      make("small", {}, say("sessions.used", { when: ago(session.lastUsed) })));
    return make("li", { "data-session": session.id, "data-current": session.current }, what,
      make("button", {
        type: "button", class: "quiet", "aria-label": say("sessions.sign-out-of", { name }), onclick: () => this.#revoke(session, name),
      }, say("sessions.sign-out")));
  }

  async #revoke(session, name) {
    const answer = await request("DELETE", `/api/sessions/${session.id}`);
    if (answer.ok || answer.status === 404) toast(say("sessions.signed-out", { name }));
    else problem(byId("sessions-error"), answer.body.error);
    if (session.current) this.#onRefusal();
    else await this.list();
  }
}
