import { request } from "./api.js";
import { byId, copy, make, problem, show, toast, write } from "./elements.js";
import { clock, say } from "./words.js";

const WINDOW_SECONDS = 120;

// The same rule as the board's, [a-z0-9](-?[a-z0-9]){0,31}, but saying what is wrong.
function trouble(name) {
  if (/^[a-z0-9](-?[a-z0-9]){0,31}$/.test(name)) return null;
  const odd = name.match(/[^a-z0-9-]/u);
  if (odd && /[A-Z]/.test(odd[0])) return say("claim.name.bad-capital");
  if (odd) return say("claim.name.bad-character", { character: /\s/.test(odd[0]) ? say("claim.name.space") : odd[0] });
  if (name.startsWith("-")) return say("claim.name.bad-start");
  if (name.endsWith("-") || name.includes("--")) return say("claim.name.bad-hyphen");
  return say("claim.name.bad-length");
}

// Press, name, recovery code: one at a time, and never back.
export class Claim {
  #onOwner;
  #namespace = null;
  #code = null;
  #busy = false;
  #seen = "";

  constructor(onOwner) {
    this.#onOwner = onOwner;
    byId("username").addEventListener("input", () => this.#validate());
    byId("restore").addEventListener("toggle", () => this.#label());
    byId("claim-name").addEventListener("submit", event => {
      event.preventDefault();
      this.#submit();
    });
    byId("code-confirm").addEventListener("change", event => { byId("code-done").disabled = !event.target.checked; });
    byId("code-print").addEventListener("click", () => print());
    byId("code-copy").addEventListener("click", async () => {
      await copy(this.#code);
      toast(say("code.copied"));
    });
    byId("code-done").addEventListener("click", () => this.#finish());
  }

  // True while keys are made and while the words are on the screen: nothing else may take their place.
  get holdsThePage() {
    return this.#busy || this.#code !== null;
  }

  update(status) {
    const visible = !status.claimed || this.holdsThePage;
    show(byId("claim"), visible);
    if (!visible) {
      this.#seen = "";
      return;
    }
    const step = this.#code ? "code" : status.window === "claim" || this.#busy ? "name" : "press";
    write(byId("claim-press-text"), say(status.simulated ? "claim.press.simulated" : "claim.press.real"));
    const left = status.windowSecondsLeft;
    write(byId("claim-left"), say("claim.left", { time: clock(left) }));
    byId("claim-name").querySelector(".clock").style.setProperty("--part", left / WINDOW_SECONDS);
    if (step !== this.#seen) this.#enter(step);
  }

  #enter(step) {
    const expired = this.#seen === "name" && step === "press";
    this.#seen = step;
    const steps = ["press", "name", "code"];
    for (const each of steps) {
      show(byId(`claim-${each}`), each === step);
      const marker = byId(`step-${each}`);
      marker.classList.toggle("past", steps.indexOf(each) < steps.indexOf(step));
      if (each === step) marker.setAttribute("aria-current", "step");
      else marker.removeAttribute("aria-current");
    }
    write(byId("claim-waiting"), say(expired ? "claim.expired" : "claim.press.waiting"));
    if (step === "name") byId("username").focus();
    if (step === "code") byId("code-title").focus();
  }

  #validate() {
    const input = byId("username");
    const hint = byId("username-hint");
    const name = input.value;
    const wrong = name === "" ? null : trouble(name);
    hint.className = `field-hint${wrong ? " bad" : name ? " good" : ""}`;
    write(hint, wrong ?? (name ? say("claim.name.preview", { namespace: `/p/${name}` }) : say("claim.name.hint")));
    input.setAttribute("aria-invalid", String(Boolean(wrong)));
    problem(byId("claim-error"), null);
    return name !== "" && !wrong;
  }

  #label() {
    write(byId("claim-submit"), say(byId("restore").open ? "claim.submit.restore" : "claim.submit"));
  }

  async #submit() {
    if (this.#busy) return;
    if (!this.#validate()) {
      byId("username").focus();
      return;
    }
    const button = byId("claim-submit");
    this.#busy = button.disabled = true;
    write(button, say("claim.working"));
    const recoveryCode = byId("restore").open ? byId("recovery").value.trim().replace(/\s+/g, " ") : "";
    const answer = await request("POST", "/api/claim",
      { username: byId("username").value, ...(recoveryCode && { recoveryCode }) });
    this.#busy = button.disabled = false;
    this.#label();
    if (!answer.ok) {
      problem(byId("claim-error"), answer.body.error);
      return;
    }
    this.#namespace = answer.body.namespace;
    byId("claim-name").reset();
    byId("recovery").value = "";
    if (answer.body.recoveryCode) {
      this.#showCode(answer.body);
    } else {
      toast(say("code.restored", { namespace: this.#namespace }));
    }
    await this.#onOwner();
  }

  #showCode({ namespace, recoveryCode, recoveryQr }) {
    this.#code = recoveryCode;
    byId("code-words").replaceChildren(...recoveryCode.split(" ").map(word => make("li", {}, word)));
    byId("code-qr").setAttribute("viewBox", `0 0 ${recoveryQr.size} ${recoveryQr.size}`);
    byId("code-qr").querySelector("path").setAttribute("d", recoveryQr.path);
    write(byId("code-print-title"), say("code.print.title", { namespace }));
  }

  async #finish() {
    this.#code = null;
    byId("code-words").replaceChildren();
    byId("code-qr").querySelector("path").removeAttribute("d");
    byId("code-confirm").checked = false;
    byId("code-done").disabled = true;
    await this.#onOwner();
    byId("files-title").focus();
  }
}
