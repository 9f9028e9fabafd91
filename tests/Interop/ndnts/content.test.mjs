// NDNts fetches /p/alice/photos/cat.jpg, which is the file ORIGINAL, and checks who signed it.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { consume } from "@ndn/endpoint";
import { Certificate, createVerifier } from "@ndn/keychain";
import { Interest } from "@ndn/packet";
import { retrieveMetadata } from "@ndn/rdr";
import { fetch } from "@ndn/segmented-object";
import { nameOf, ways } from "./stranger.mjs";

const original = readFileSync(process.env.ORIGINAL);
const name = nameOf("/p/alice/photos/cat.jpg");

for (const way of Object.keys(ways)) {
  test(`the file comes byte-identical over ${way}`, async () => {
    const stranger = await ways[way]();
    try {
      const cOpts = { fw: stranger.fw };
      const { name: versioned } = await retrieveMetadata(name, cOpts);
      const bytes = await fetch(versioned, { cOpts, retxLimit: 10 });
      assert.ok(Buffer.from(bytes).equals(original));
    } finally {
      stranger.close();
    }
  });
}

test("a segment is signed by the key that the name's own certificate holds", async () => {
  const stranger = await ways.tcp();
  try {
    const cOpts = { fw: stranger.fw };
    const { name: versioned } = await retrieveMetadata(name, cOpts);
    const segment = await consume(new Interest(versioned, Interest.CanBePrefix), cOpts);
    const keyName = segment.sigInfo.keyLocator.name;
    const certificate = Certificate.fromData(await consume(new Interest(keyName, Interest.CanBePrefix), cOpts));
    assert.ok(certificate.name.toString().startsWith("/8=p/8=alice/8=KEY/"));
    const verifier = await createVerifier(certificate);
    await verifier.verify(segment);
  } finally {
    stranger.close();
  }
});

test("a name that is not published is answered by a signed application Nack", async () => {
  const stranger = await ways.udp();
  try {
    const cOpts = { fw: stranger.fw };
    const nack = await consume(new Interest("/p/alice/no/such/thing"), cOpts);
    assert.equal(nack.contentType, 3);
    const certificate = Certificate.fromData(await consume(new Interest(nack.sigInfo.keyLocator.name, Interest.CanBePrefix), cOpts));
    await (await createVerifier(certificate)).verify(nack);
  } finally {
    stranger.close();
  }
});
