// A TUF repository written with @tufjs/models, served on loopback, and ways for our client to it.
import { spawn } from "node:child_process";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { canonicalize } from "@tufjs/canonical-json";
import models from "@tufjs/models";

const { Key, MetaFile, Metadata, Root, Signature, Snapshot, TargetFile, Targets, Timestamp } = models;

const client = path.join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..", "tuf-client");

const schemes = {
  ed25519: () => generateKeyPairSync("ed25519"),
  ecdsa: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
  rsa: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
};

export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

// A key of one scheme: the model's, named by the hash of its canonical form, and its signatures.
export function makeKey(keyType) {
  const { publicKey, privateKey } = schemes[keyType]();
  const pem = publicKey.export({ type: "spki", format: "pem" });
  const raw = publicKey.export({ type: "spki", format: "der" }).subarray(-32).toString("hex");
  const scheme = { ed25519: "ed25519", ecdsa: "ecdsa-sha2-nistp256", rsa: "rsassa-pss-sha256" }[keyType];
  const json = { keytype: keyType, scheme, keyval: { public: keyType === "ed25519" ? raw : pem } };
  const keyID = sha256(canonicalize(json));
  const signer = (bytes) => {
    const options = keyType === "rsa" ? { key: privateKey, padding: 6, saltLength: 32 } : privateKey;
    return new Signature({ keyID, sig: sign(keyType === "ed25519" ? null : "sha256", bytes, options).toString("hex") });
  };
  return { key: Key.fromJSON(keyID, json), signer };
}

export class Repository {
  files = new Map();
  requests = [];
  versions = {};
  keys = { root: [makeKey("ed25519")], timestamp: [makeKey("ed25519")], snapshot: [makeKey("ed25519")], targets: [makeKey("ed25519")] };
  thresholds = { root: 1, timestamp: 1, snapshot: 1, targets: 1 };
  targets = {};
  delegations = [];
  unrecognized = {};

  static async start() {
    const repository = new Repository();
    repository.server = createServer((request, response) => {
      repository.requests.push(request.url);
      const bytes = repository.files.get(request.url);
      response.writeHead(bytes ? 200 : 404).end(bytes);
    });
    await new Promise((resolve) => repository.server.listen(0, "127.0.0.1", resolve).unref());
    repository.url = `http://127.0.0.1:${repository.server.address().port}`;
    repository.folder = await mkdtemp(path.join(tmpdir(), "tuf"));
    repository.publishRoot();
    repository.publish();
    return repository;
  }

  async close() {
    this.server.close();
    await rm(this.folder, { recursive: true });
  }

  next(role) {
    this.versions[role] = (this.versions[role] ?? 0) + 1;
    return { version: this.versions[role], specVersion: "1.0.31", expires: this.expires ?? "2040-01-01T00:00:00Z", unrecognizedFields: this.unrecognized };
  }

  serve(name, signed, signers) {
    const metadata = new Metadata(signed);
    for (const { signer } of signers) {
      metadata.sign(signer);
    }
    // Not the canonical form: what is signed is what it says, not how it is laid out.
    const bytes = Buffer.from(JSON.stringify(metadata.toJSON(), null, 1));
    this.files.set(`/metadata/${name}.json`, bytes);
    return bytes;
  }

  publishRoot(extraSigners = []) {
    const root = new Root({ ...this.next("root"), consistentSnapshot: true });
    for (const [role, keys] of Object.entries(this.keys)) {
      for (const { key } of keys) {
        root.addKey(key, role);
      }
      root.roles[role].threshold = this.thresholds[role];
    }
    return this.serve(`${root.version}.root`, root, [...this.keys.root, ...extraSigners]);
  }

  // Targets by role and path, delegations as { from, to, key } and fields of the specification.
  publish() {
    const meta = {};
    const describe = (name, version, bytes) => (meta[`${name}.json`] = new MetaFile({ version, length: bytes.length, hashes: { sha256: sha256(bytes) } }));
    for (const role of new Set(["targets", ...this.delegations.map(({ to }) => to)])) {
      const own = this.delegations.filter(({ from }) => from === role);
      const delegations = own.length === 0 ? {} : { delegations: {
        keys: Object.fromEntries(own.map(({ key }) => [key.key.keyID, key.key.toJSON()])),
        roles: own.map(({ from, to, key, ...rest }) => ({ name: to, keyids: [key.key.keyID], threshold: 1, terminating: false, ...rest })),
      } };
      const files = Object.fromEntries(Object.entries(this.targets[role] ?? {}).map(([name, bytes]) => {
        const digest = sha256(bytes);
        const { dir, base } = path.parse(name);
        this.files.set(`/targets/${dir ? `${dir}/` : ""}${digest}.${base}`, bytes);
        return [name, new TargetFile({ path: name, length: bytes.length, hashes: { sha256: digest } })];
      }));
      const described = new Targets({ ...this.next(role), targets: files }).toJSON();
      const signed = Targets.fromJSON({ ...described, ...delegations });
      const signers = role === "targets" ? this.keys.targets : this.delegations.filter(({ to }) => to === role).map(({ key }) => key);
      describe(role, signed.version, this.serve(`${signed.version}.${encodeURIComponent(role)}`, signed, signers));
    }
    const snapshot = new Snapshot({ ...this.next("snapshot"), meta });
    const bytes = this.serve(`${snapshot.version}.snapshot`, snapshot, this.keys.snapshot);
    const snapshotMeta = new MetaFile({ version: snapshot.version, length: bytes.length, hashes: { sha256: sha256(bytes) } });
    this.serve("timestamp", new Timestamp({ ...this.next("timestamp"), snapshotMeta }), this.keys.timestamp);
  }

  async init() {
    const trusted = path.join(this.folder, "initial.json");
    await writeFile(trusted, this.files.get("/metadata/1.root.json"));
    return this.run("init", trusted);
  }

  refresh() {
    return this.run("--metadata-url", `${this.url}/metadata`, "refresh");
  }

  download(...names) {
    return this.run("--metadata-url", `${this.url}/metadata/`, ...names.flatMap((name) => ["--target-name", name]),
      "--target-base-url", `${this.url}/targets`, "--target-dir", path.join(this.folder, "downloads"), "download");
  }

  // Runs our client; requests are those since it started.
  async run(...args) {
    this.requests = [];
    const child = spawn(client, ["--metadata-dir", path.join(this.folder, "trusted"), ...args]);
    let stderr = "";
    child.stderr.on("data", (data) => (stderr += data));
    const code = await new Promise((resolve) => child.on("close", resolve));
    return { code, stderr };
  }

  trusted(role) {
    return readFile(path.join(this.folder, "trusted", `${role}.json`));
  }

  downloaded(name) {
    return readFile(path.join(this.folder, "downloads", encodeURIComponent(name)));
  }
}
