import { request } from "./api.js";
import { byId, make, problem, show, toast } from "./elements.js";
import { say } from "./words.js";

const UNITS = [["mb", 1e6], ["gb", 1e9], ["tb", 1e12]];

// The form is drawn from the schema that the board sends.
export class Settings {
  #shown = false;
  #fields = new Map();

  update(owner) {
    show(byId("settings"), owner);
    if (owner && !this.#shown) this.#load();
    this.#shown = owner;
  }

  async #load() {
    const answer = await request("GET", "/api/settings");
    if (!answer.ok) return;
    const form = byId("settings-form");
    const general = make("p", { class: "error", role: "alert", hidden: "" });
    const save = make("button", { class: "primary" }, say("settings.save"));
    form.replaceChildren(
      ...answer.body.schema.map(field => this.#draw(field, answer.body.values[field.key])),
      general, make("p", { class: "actions" }, save));
    form.onsubmit = event => {
      event.preventDefault();
      this.#save(general, save);
    };
  }

  #draw(field, value) {
    const id = `setting-${field.key}`;
    const label = say(`settings.${field.key}`);
    const error = make("p", { class: "error", id: `${id}-error`, role: "alert", hidden: "" });
    const described = `${id}-hint ${id}-error`;
    const control = field.kind === "Bytes" ? this.#bytes(id, label, described, value) : this.#choice(field, id, described, value);
    this.#fields.set(field.key, { read: control.read, input: control.input, error });
    return make("div", { class: "setting" },
      make("label", { for: id }, label), control.element,
      make("p", { class: "field-hint", id: `${id}-hint` }, say(`settings.${field.key}.hint`)), error);
  }

  #bytes(id, label, described, value) {
    const unit = UNITS.findLast(([, bytes]) => value >= bytes) ?? UNITS[0];
    const input = make("input", { id, inputmode: "decimal", autocomplete: "off", "aria-describedby": described, value: +(value / unit[1]).toFixed(1) });
    const units = make("select", { "aria-label": say("settings.unit", { label }) },
      ...UNITS.map(([name, bytes]) => make("option", { value: bytes }, say(`unit.name.${name}`))));
    units.value = unit[1];
    // A value that was not touched goes back as it came, not as it was rounded for the eye.
    const untouched = `${input.value} ${units.value}`;
    const read = () => {
      if (`${input.value} ${units.value}` === untouched) return value;
      const number = Number(input.value.trim().replace(",", "."));
      return input.value.trim() === "" || !Number.isFinite(number) ? null : Math.round(number * units.value);
    };
    return { element: make("div", { class: "pair" }, input, units), input, read };
  }

  #choice(field, id, described, value) {
    const input = make("select", { id, "aria-describedby": described },
      ...field.choices.map(choice => make("option", { value: choice }, say(`settings.${field.key}.${choice}`))));
    input.value = value;
    return { element: input, input, read: () => input.value };
  }

  async #save(general, button) {
    const values = {};
    const errors = {};
    for (const [key, { read }] of this.#fields) {
      values[key] = read();
      if (values[key] === null) errors[key] = say("settings.number");
    }
    if (Object.keys(errors).length === 0) {
      button.disabled = true;
      const answer = await request("PUT", "/api/settings", values);
      button.disabled = false;
      Object.assign(errors, answer.body.fields);
      problem(general, answer.ok || answer.body.fields ? null : answer.body.error);
      if (answer.ok) toast(say("settings.saved"));
    }
    for (const [key, { input, error }] of this.#fields) {
      problem(error, errors[key]);
      input.setAttribute("aria-invalid", String(key in errors));
    }
    this.#fields.get(Object.keys(errors)[0])?.input.focus();
  }
}
