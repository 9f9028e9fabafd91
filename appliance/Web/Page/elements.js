import { say } from "./words.js";

export const byId = id => document.getElementById(id);

// make("li", { class: "row", onclick }, child, "text"): properties that are functions become listeners, null is left out.
export function make(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function makeSvg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export function show(element, visible) {
  if (element.hidden === visible) element.hidden = !visible;
}

// Writes only what changed, so that a live region speaks once.
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// Asks first: the words are those of `what`, with .text, .yes and .no.
export async function confirm(title, what) {
  const dialog = byId("confirm");
  write(byId("confirm-title"), title);
  for (const part of ["text", "yes", "no"]) write(byId(`confirm-${part}`), say(`${what}.${part}`));
  dialog.returnValue = "no";
  dialog.showModal();
  await new Promise(closed => dialog.addEventListener("close", closed, { once: true }));
  return dialog.returnValue === "yes";
}

export function problem(element, text) {
  write(element, text ?? "");
  show(element, Boolean(text));
}

let fading;

// Says a short thing at the foot of the page, for eyes and for screen readers.
export function toast(text) {
  const element = byId("toast");
  element.textContent = text;
  clearTimeout(fading);
  fading = setTimeout(() => { element.textContent = ""; }, 4000);
}

// navigator.clipboard exists only over HTTPS and on localhost; the panel is plain HTTP on the home network.
export async function copy(text) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return;
    } catch {
      // Refused by the browser: the old way below still works inside a click.
    }
  }
  const area = make("textarea", { "aria-hidden": "true", tabindex: "-1" });
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
