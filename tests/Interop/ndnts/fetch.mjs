// NDNts fetches NAME, which is the file ORIGINAL, over TCP and over UDP.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { retrieveMetadata } from "@ndn/rdr";
import { fetch } from "@ndn/segmented-object";
import { nameOf, ways } from "./stranger.mjs";

const original = readFileSync(process.env.ORIGINAL);

for (const way of ["tcp", "udp"]) {
  const stranger = await ways[way]();
  const cOpts = { fw: stranger.fw };
  const { name: versioned } = await retrieveMetadata(nameOf(process.env.NAME), cOpts);
  assert.ok(original.equals(Buffer.from(await fetch(versioned, { cOpts, retxLimit: 10 }))), way);
  stranger.close();
}
