import { request, upload } from "./api.js";
import { byId, confirm, copy, make, problem, show, toast, write } from "./elements.js";
import { ago, say, size } from "./words.js";

// A file's name as one component of an NDN URI: everything but unreserved characters is escaped.
const component = name =>
  encodeURIComponent(name).replace(/[!'()*]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

function readable(uri) {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

export class Files {
  #onRefusal;
  #repo = { files: -1, bytes: -1, quota: 0 };
  #namespace = "";
  #queue = [];
  #running = false;

  constructor(onRefusal) {
    this.#onRefusal = onRefusal;
    byId("choose").addEventListener("change", event => {
      this.#add([...event.target.files]);
      event.target.value = "";
    });
    this.#listenForDrops();
  }

  update(status, owner) {
    show(byId("files"), owner);
    if (!owner) {
      this.#repo = { files: -1, bytes: -1, quota: 0 };
      return;
    }
    const changed = status.repo.files !== this.#repo.files || status.repo.bytes !== this.#repo.bytes;
    this.#repo = status.repo;
    this.#namespace = status.namespace;
    write(byId("room"), say("files.used", { used: size(status.repo.bytes), quota: size(status.repo.quota) }));
    byId("room-bar").style.width = `${Math.min(100, (100 * status.repo.bytes) / Math.max(1, status.repo.quota))}%`;
    if (changed) this.#list();
  }

  async #list() {
    const answer = await request("GET", "/api/files");
    if (answer.status === 401) this.#onRefusal();
    if (!answer.ok) {
      problem(byId("files-error"), answer.body.error);
      return;
    }
    problem(byId("files-error"), null);
    show(byId("files-empty"), answer.body.length === 0);
    byId("file-list").replaceChildren(...answer.body.map(file => this.#row(file)));
  }

  #shortName(uri) {
    return readable(uri.startsWith(`${this.#namespace}/`) ? uri.slice(this.#namespace.length + 1) : uri);
  }

  #row(file) {
    const name = this.#shortName(file.name);
    const copyName = async () => {
      await copy(file.name);
      toast(say("files.copied", { name: file.name }));
    };
    return make("li", { "data-name": file.name },
      make("div", { class: "what" },
        make("b", { translate: "no" }, name),
        make("small", {}, `${size(file.bytes)} · ${ago(file.published)}`)),
      make("button", { type: "button", class: "quiet", "aria-label": say("files.copy-of", { name }), onclick: copyName },
        say("files.copy")),
      make("button", {
        type: "button", class: "quiet", "aria-label": say("files.unpublish-of", { name }), onclick: () => this.#unpublish(file),
      }, say("files.unpublish")));
  }

  async #unpublish(file) {
    const name = this.#shortName(file.name);
    if (!await confirm(say("files.confirm.title", { name }), "files.confirm")) return;
    const answer = await request("DELETE", `/api/files/${encodeURIComponent(file.name)}`);
    if (answer.ok) toast(say("files.unpublished", { name }));
    else problem(byId("files-error"), answer.body.error);
    await this.#list();
  }

  #listenForDrops() {
    const zone = byId("drop");
    const hasFiles = event => event.dataTransfer?.types.includes("Files") && !byId("files").hidden;
    // The whole page takes the drop: who misses the zone must not lose the page to the file.
    addEventListener("dragover", event => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      zone.classList.add("over");
    });
    addEventListener("dragleave", event => {
      if (!event.relatedTarget) zone.classList.remove("over");
    });
    addEventListener("drop", event => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      zone.classList.remove("over");
      const entries = [...event.dataTransfer.items].map(item => item.webkitGetAsEntry?.());
      if (entries.some(entry => entry?.isDirectory)) problem(byId("files-error"), say("files.folder"));
      this.#add([...event.dataTransfer.files].filter((_, index) => !entries[index]?.isDirectory));
    });
  }

  #add(files) {
    for (const file of files) {
      const free = this.#repo.quota - this.#repo.bytes;
      const row = this.#uploadRow(file);
      byId("uploads").append(row.element);
      if (file.size > free) {
        row.fail(say("files.too-large", { name: file.name, size: size(file.size), free: size(Math.max(0, free)) }));
      } else {
        this.#queue.push({ file, row });
      }
    }
    this.#run();
  }

  // One at a time: the card is slower than the network, and the quota is counted file by file.
  async #run() {
    if (this.#running) return;
    this.#running = true;
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      if (!next.row.canceled) await this.#publish(next.file, next.row);
    }
    this.#running = false;
  }

  async #publish(file, row) {
    const { done, cancel } = upload(`/api/files/${encodeURIComponent(component(file.name))}`, file, row.progress);
    row.onCancel = cancel;
    const answer = await done;
    if (answer.ok) {
      row.element.remove();
      toast(say("files.published", { name: file.name }));
      await this.#list();
    } else if (answer.status === -1) {
      row.element.remove();
      toast(say("files.canceled", { name: file.name }));
    } else {
      row.fail(answer.body?.error ?? say("page.failed"));
      if (answer.status === 401) this.#onRefusal();
    }
  }

  #uploadRow(file) {
    const bar = make("progress", { max: Math.max(1, file.size), value: 0, "aria-label": say("files.publishing", { name: file.name }) });
    const state = make("small", {}, size(file.size));
    const note = make("p", { class: "problem", role: "alert" });
    const button = make("button",
      { type: "button", class: "quiet", "aria-label": say("files.cancel-of", { name: file.name }) }, say("files.cancel"));
    const element = make("li", {},
      make("div", { class: "row" }, make("div", {}, make("b", { translate: "no" }, file.name), make("div", {}, state)), button), bar, note);
    const row = {
      element, canceled: false, onCancel: null,
      progress(loaded) {
        bar.value = loaded;
        write(state, loaded >= file.size ? say("files.finishing") : say("files.progress", { done: size(loaded), total: size(file.size) }));
      },
      fail(text) {
        note.textContent = text;
        bar.remove();
        write(state, size(file.size));
        button.textContent = say("files.dismiss");
        button.removeAttribute("aria-label");
        row.onCancel = () => element.remove();
      },
    };
    button.addEventListener("click", () => {
      row.canceled = true;
      if (row.onCancel) row.onCancel();
      else element.remove();
    });
    return row;
  }
}
