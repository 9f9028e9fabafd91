// Everything visible is said through say(); the words come from the same file as the server's.
const search = new URLSearchParams(location.search);
const query = search.has("lang") ? `?lang=${encodeURIComponent(search.get("lang"))}` : "";

export const language = document.documentElement.lang;

const words = await (await fetch(`/words.json${query}`)).json();
const plural = new Intl.PluralRules(language);
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

export const has = key => key in words;

export function say(key, values = {}) {
  const text = words[key];
  if (text === undefined) throw new Error(`no words for ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// Picks key.one or key.other, as the language counts.
export const count = (key, n) => say(`${key}.${plural.select(n) === "one" ? "one" : "other"}`, { n: whole.format(n) });

export const number = n => (n >= 10 || Number.isInteger(n) ? whole : tenth).format(n);

// Powers of 1,000, as the box of a card says it.
export function size(bytes) {
  const units = ["unit.bytes", "unit.kb", "unit.mb", "unit.gb", "unit.tb"];
  let unit = 0;
  for (; bytes >= 999.5 && unit < units.length - 1; unit++) bytes /= 1000;
  return say(units[unit], { n: (unit === 0 || bytes >= 100 ? whole : tenth).format(bytes) });
}

export function duration(seconds) {
  if (seconds < 60) return count("duration.seconds", Math.floor(seconds));
  if (seconds < 3600) return count("duration.minutes", Math.floor(seconds / 60));
  if (seconds < 172800) return count("duration.hours", Math.floor(seconds / 3600));
  return count("duration.days", Math.floor(seconds / 86400));
}

export function ago(date) {
  const seconds = (Date.now() - new Date(date)) / 1000;
  return seconds < 60 ? say("ago.now") : say("ago", { duration: duration(seconds) });
}

// 1:05, as a clock counts down.
export const clock = seconds => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
