// Produces a file under a name until it is ended: node produce.mjs NAME FILE.
import { readFileSync } from "node:fs";
import { enableNfdPrefixReg, list, RibEntry } from "@ndn/nfdmgmt";
import { digestSigning } from "@ndn/packet";
import { BufferChunkSource, serveVersioned } from "@ndn/segmented-object";
import { nameOf, ways } from "./stranger.mjs";

const [, , uri, file] = process.argv;
const name = nameOf(uri);
const producer = await ways.unix();
enableNfdPrefixReg(producer.face, { refreshInterval: false });
serveVersioned(name, new BufferChunkSource(readFileSync(file)), {
  signer: digestSigning, pOpts: { fw: producer.fw, announcement: name },
});

// Each look is a round trip, none is a wait.
const asker = await ways.unix();
while (!(await list(RibEntry, { cOpts: { fw: asker.fw } })).some((entry) => entry.name.equals(name))) { /* look again */ }
asker.close();
console.log("registered");
