import { byId, make, makeSvg, show, write } from "./elements.js";
import { count, has, number, say, size } from "./words.js";

const SAMPLES = 60;
const WIDTH = 300;
const HEIGHT = 60;

const packets = counters => counters.interests + counters.data + counters.nacks;

// One minute of one figure.
class Chart {
  #title; #format; #samples = []; #value; #svg; #area; #line;

  constructor(title, kind, format) {
    this.#title = title;
    this.#format = format;
    this.#value = make("b");
    this.#area = makeSvg("path", { class: "area" });
    this.#line = makeSvg("path", { class: "line" });
    this.#svg = makeSvg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img" }, this.#area, this.#line);
    byId("charts").append(make("div", { class: `chart ${kind}` }, make("span", {}, title), this.#value, this.#svg));
  }

  // A sample of null means that there is nothing to say yet.
  add(sample, most) {
    this.#samples.push(sample ?? 0);
    if (this.#samples.length > SAMPLES) this.#samples.shift();
    const value = this.#format(sample);
    const peak = Math.max(...this.#samples);
    write(this.#value, value);
    this.#svg.setAttribute("aria-label", say("traffic.chart", { title: this.#title, value, most: this.#format(peak) }));
    const top = most ?? Math.max(4, peak);
    const x = index => WIDTH - ((this.#samples.length - 1 - index) * WIDTH) / (SAMPLES - 1);
    const points = this.#samples.map((each, index) => `${x(index).toFixed(1)} ${(HEIGHT - 1 - (each / top) * (HEIGHT - 4)).toFixed(1)}`);
    this.#line.setAttribute("d", `M${points.join("L")}`);
    this.#area.setAttribute("d", `M${x(0).toFixed(1)} ${HEIGHT}L${points.join("L")}L${WIDTH} ${HEIGHT}z`);
  }
}

export class Traffic {
  #in = new Chart(say("traffic.in"), "in", n => say("traffic.rate", { n: number(n) }));
  #out = new Chart(say("traffic.out"), "out", n => say("traffic.rate", { n: number(n) }));
  #hits = new Chart(say("traffic.hits"), "hits", n => (n === null ? say("traffic.none") : say("traffic.percent", { n: number(n) })));
  #last = null;

  update(status, visible) {
    show(byId("traffic"), visible);
    this.#sample(status);
    const { contentStore: cache } = status;
    write(byId("cache"), say("traffic.cache-value", { used: size(cache.bytes), budget: size(cache.budget) }));
    write(byId("face-count"), count("traffic.faces", status.faceCount));
    this.#listFaces(status);
  }

  #sample(status) {
    // By the board's clock: events arrive late and in bunches. Counters start again when the node does.
    const seconds = status.uptimeSeconds - (this.#last?.uptimeSeconds ?? Infinity);
    // Events also come when the light changes; a rate needs most of a second.
    if (seconds >= 0 && seconds < 0.8) return;
    const last = this.#last;
    this.#last = status;
    if (!last || seconds < 0) return;
    const rate = (current, before) => (packets(current) - packets(before)) / seconds;
    const received = rate(status.traffic.in, last.traffic.in);
    const sent = rate(status.traffic.out, last.traffic.out);
    this.#in.add(received);
    this.#out.add(sent);
    byId("board").dataset.busy = String(received + sent >= 1);
    const { hits, misses } = status.contentStore;
    this.#hits.add(hits + misses === 0 ? null : (100 * hits) / (hits + misses), 100);
  }

  #listFaces({ faces, faceCount }) {
    if (!byId("face-list").closest("details").open) return;
    const rows = faces.map(face => {
      const key = `traffic.face.${face.scheme}`;
      return make("li", {},
        make("span", {}, say("traffic.face", { kind: say(has(key) ? key : "traffic.face.other"), id: face.id })),
        make("span", {}, say("traffic.face.counts", { in: number(packets(face.in)), out: number(packets(face.out)) })));
    });
    if (faceCount > faces.length) rows.push(make("li", {}, say("traffic.faces.more", { n: faceCount - faces.length })));
    byId("face-list").replaceChildren(...rows);
  }
}
