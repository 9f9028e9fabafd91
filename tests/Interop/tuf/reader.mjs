// tuf-js as the client of a repository in a folder, which ours wrote: FOLDER has metadata/ and targets/.
// Prints each target's path and content; fails where a key is not named by the hash of its canonical form.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { canonicalize } from "@tufjs/canonical-json";
import { Updater } from "tuf-js";

const [folder, ...targets] = process.argv.slice(2);
const server = createServer(async (request, response) => {
  const bytes = await readFile(path.join(folder, decodeURIComponent(request.url))).catch(() => undefined);
  response.writeHead(bytes ? 200 : 404).end(bytes);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${server.address().port}`;

const { signed } = JSON.parse(await readFile(path.join(folder, "metadata", "1.root.json")));
for (const [name, key] of Object.entries(signed.keys)) {
  assert.equal(createHash("sha256").update(canonicalize(key)).digest("hex"), name);
}

const work = await mkdtemp(path.join(tmpdir(), "tuf"));
await mkdir(path.join(work, "metadata"));
await copyFile(path.join(folder, "metadata", "1.root.json"), path.join(work, "metadata", "root.json"));
const updater = new Updater({ metadataDir: path.join(work, "metadata"), metadataBaseUrl: `${url}/metadata`, targetDir: work, targetBaseUrl: `${url}/targets` });
await updater.refresh();
for (const target of targets) {
  const info = await updater.getTargetInfo(target);
  assert.ok(info, `${target} is not found`);
  const file = await updater.downloadTarget(info);
  console.log(`${target}: ${await readFile(file)}`);
}
server.close();
await rm(work, { recursive: true });
server.closeAllConnections?.();
