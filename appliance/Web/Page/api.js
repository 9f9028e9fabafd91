import { language, say } from "./words.js";

const headers = { "Accept-Language": language };

// Answers { ok, status, body }; a board that does not answer is status 0 with one line in body.error.
export async function request(method, path, body, signal) {
  try {
    const response = await fetch(path, {
      method,
      headers: body === undefined ? headers : { ...headers, "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
    const text = await response.text();
    return { ok: response.ok, status: response.status, body: text ? JSON.parse(text) : {} };
  } catch {
    return { ok: false, status: 0, body: { error: say("page.failed") } };
  }
}

// fetch() can not tell how far an upload is, so this is an XMLHttpRequest. Returns { done, cancel }.
export function upload(path, file, onProgress) {
  const call = new XMLHttpRequest();
  const done = new Promise(resolve => {
    const fail = () => resolve({ ok: false, status: 0, body: { error: say("page.failed") } });
    call.upload.onprogress = event => onProgress(event.loaded);
    call.onload = () => resolve({ ok: call.status < 300, status: call.status, body: call.response ?? {} });
    call.onerror = fail;
    call.onabort = () => resolve({ ok: false, status: -1, body: {} });
    call.open("PUT", path);
    call.responseType = "json";
    call.setRequestHeader("Accept-Language", language);
    if (file.type) call.setRequestHeader("Content-Type", file.type);
    call.send(file);
  });
  return { done, cancel: () => call.abort() };
}

// The stream of statuses. The browser reconnects by itself, except after a refusal.
export function follow(onStatus, onSilence) {
  const events = new EventSource("/api/events");
  events.addEventListener("status", event => onStatus(JSON.parse(event.data)));
  events.onerror = () => {
    onSilence();
    if (events.readyState === EventSource.CLOSED) setTimeout(() => follow(onStatus, onSilence), 4000);
  };
}
