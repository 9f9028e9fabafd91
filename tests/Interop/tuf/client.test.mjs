// Our TUF client, as an executable, against repositories that @tufjs/models wrote.
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { makeKey, Repository } from "./repository.mjs";

const scenario = (name, body) => test(name, async () => {
  const repository = await Repository.start();
  try {
    assert.deepEqual(await repository.init(), { code: 0, stderr: "" });
    assert.deepEqual(repository.requests, []);
    await body(repository);
  } finally {
    await repository.close();
  }
});

const done = (result) => assert.deepEqual(result, { code: 0, stderr: "" });

const refused = (result, line) => {
  assert.equal(result.code, 1);
  assert.match(result.stderr, line);
  assert.equal(result.stderr.trimEnd().split("\n").length, 1);
};

scenario("refreshes, and keeps each file as it was served", async (repository) => {
  done(await repository.refresh());
  assert.deepEqual(repository.requests, ["/metadata/2.root.json", "/metadata/timestamp.json", "/metadata/1.snapshot.json", "/metadata/1.targets.json"]);
  assert.deepEqual(await repository.trusted("timestamp"), repository.files.get("/metadata/timestamp.json"));
  assert.deepEqual(await repository.trusted("root"), repository.files.get("/metadata/1.root.json"));

  done(await repository.refresh());
  assert.deepEqual(repository.requests, ["/metadata/2.root.json", "/metadata/timestamp.json"]);
});

scenario("follows a chain of roots signed with keys of every kind", async (repository) => {
  for (const kind of ["ecdsa", "rsa", "ed25519"]) {
    const old = repository.keys.root;
    repository.keys.root = [makeKey(kind), makeKey("ed25519")];
    repository.thresholds.root = 2;
    repository.keys.timestamp = [makeKey(kind)];
    repository.publishRoot(old);
  }
  repository.publish();
  done(await repository.refresh());
  assert.deepEqual(await repository.trusted("root"), repository.files.get("/metadata/4.root.json"));
});

scenario("takes unknown fields as a part of what is signed", async (repository) => {
  repository.unrecognized = { "x-note": { "é 🐝": ["\" \\ / \n \u0001", 0, -17, true, null] }, "": "empty" };
  repository.publishRoot();
  repository.publish();
  done(await repository.refresh());
});

scenario("finds targets of delegated roles, and fetches none twice", async (repository) => {
  repository.targets = { targets: { top: Buffer.from("top") }, "../boards": { "boards/arm64/image": Buffer.from("image"), "boards/x y": Buffer.from("blank") } };
  repository.delegations = [
    { from: "targets", to: "group?", key: makeKey("ecdsa"), paths: ["boards/*", "boards/*/*"] },
    { from: "group?", to: "../boards", key: makeKey("rsa"), path_hash_prefixes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f"] },
  ];
  // A blank in a path is percent-encoded on its way.
  repository.publish();
  const [blank] = [...repository.files].filter(([name]) => name.endsWith("x y"));
  repository.files.set(blank[0].replace(" ", "%20"), blank[1]);

  done(await repository.download("top", "boards/arm64/image", "boards/x y"));
  assert.deepEqual(repository.requests.filter((url) => url.includes("1.") && url.startsWith("/metadata/")), ["/metadata/1.group%3F.json", "/metadata/1...%2Fboards.json"]);
  assert.equal(`${await repository.downloaded("boards/arm64/image")}`, "image");
  assert.equal(`${await repository.downloaded("boards/x y")}`, "blank");

  done(await repository.download("top", "boards/arm64/image"));
  assert.deepEqual(repository.requests, ["/metadata/2.root.json", "/metadata/timestamp.json"]);
  refused(await repository.download("elsewhere"), /^tuf-client: elsewhere: no trusted role describes it \(NoSuchTarget\)/);
});

scenario("keeps what it has when a target is another", async (repository) => {
  repository.targets = { targets: { image: Buffer.from("first") } };
  repository.publish();
  done(await repository.download("image"));
  repository.targets = { targets: { image: Buffer.from("other") } };
  repository.publish();
  const [name] = [...repository.files.keys()].filter((key) => key.startsWith("/targets/")).slice(-1);
  for (const [bytes, fault] of [[Buffer.from("wrong"), "WrongTarget"], [Buffer.from("short".slice(1)), "WrongTarget"], [Buffer.alloc(1 << 20), "EndlessData"]]) {
    repository.files.set(name, bytes);
    refused(await repository.download("image"), new RegExp(`image: .*\\(${fault}\\)`));
    assert.equal(`${await repository.downloaded("image")}`, "first");
  }
  assert.deepEqual(await readdir(path.join(repository.folder, "downloads")), ["image"]);
  repository.files.set(name, Buffer.from("other"));
  done(await repository.download("image"));
  assert.equal(`${await repository.downloaded("image")}`, "other");
});

for (const [role, file] of [["root", "2.root"], ["timestamp", "timestamp"], ["snapshot", "2.snapshot"], ["targets", "2.targets"]]) {
  scenario(`refuses ${role} metadata of a foreign key, and keeps the old`, async (repository) => {
    done(await repository.refresh());
    const before = await repository.trusted(role);
    repository.keys[role] = [makeKey("ed25519")];
    if (role === "root") {
      repository.publishRoot();
    }
    repository.publish();
    refused(await repository.refresh(), new RegExp(`${file}.json: .*\\(WrongKey\\)`));
    assert.deepEqual(await repository.trusted(role), before);
  });
}

scenario("refuses what has expired by the clock of the machine", async (repository) => {
  repository.expires = "2020-01-01T00:00:00Z";
  repository.publish();
  refused(await repository.refresh(), /timestamp.json: it expired at 2020-01-01 00:00:00Z \(Expired\)/);
});

scenario("says in one line what is wrong with its use or its server", async (repository) => {
  refused(await repository.run("refresh"), /--metadata-url is missing/);
  refused(await repository.run("--metadata-url", "http://127.0.0.1:1/", "refresh"), /refused/i);
  refused(await repository.run("--metadata-url", "nonsense", "refresh"), /tuf-client: /);
  refused(await repository.run("--surprise", "1", "refresh"), /there is no option --surprise/);
  refused(await repository.run("init", "/nowhere/root.json"), /\/nowhere\/root.json/);
  refused(await repository.run("dance"), /there is no command dance/);
});
