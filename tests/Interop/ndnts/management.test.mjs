// NDNts and ndn-js use the node's management as they would NFD's.
import { test } from "node:test";
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { consume } from "@ndn/endpoint";
import {
  ChannelStatus, ControlParameters, ControlResponse, CsInfo, enableNfdPrefixReg, FaceQuery, FaceStatus, GeneralStatus, invoke, invokeCsErase,
  list, RibEntry,
  StrategyChoice,
} from "@ndn/nfdmgmt";
import { SequenceNum } from "@ndn/naming-convention2";
import { digestSigning, Interest } from "@ndn/packet";
import { BufferChunkSource, discoverVersion, fetch, serveVersioned } from "@ndn/segmented-object";
import { Decoder } from "@ndn/tlv";
import { nameOf, payload, ways } from "./stranger.mjs";

async function withStranger(way, body) {
  const stranger = await ways[way]();
  try {
    await body(stranger, { cOpts: { fw: stranger.fw } });
  } finally {
    stranger.close();
  }
}

test("datasets are read", () => withStranger("unix", async (_, options) => {
  const [status] = await list(GeneralStatus, options);
  assert.match(status.nfdVersion, /\d+\.\d+\.\d+/);
  const faces = await list(FaceStatus, options);
  assert.ok(faces.some(({ uri, faceScope }) => uri.startsWith("fd://") && faceScope === 1));
  const [mine] = await list(FaceQuery({ faceId: faces[0].faceId }), options);
  assert.equal(mine.uri, faces[0].uri);
  assert.ok((await list(ChannelStatus, options)).some(({ localUri }) => localUri.startsWith("udp4://")));
  assert.ok((await list(RibEntry, options)).some(({ name }) => name.toString() === "/8=localhost/8=nfd"));
  assert.ok((await list(StrategyChoice, options)).some(({ name }) => name.length === 0));
  const [store] = await list(CsInfo, options);
  assert.ok(store.flagEnableServe);
}));

test("a face is made once, used and closed", () => withStranger("unix", async (_, options) => {
  const uri = "udp4://127.0.0.1:56999";
  const made = await invoke("faces/create", { uri }, options);
  assert.equal(made.statusCode, 200);
  const { faceId } = ControlParameters.decodeFromResponseBody(made);
  const again = await invoke("faces/create", { uri }, options);
  assert.equal(again.statusCode, 409);
  assert.equal(ControlParameters.decodeFromResponseBody(again).faceId, faceId);
  assert.equal((await invoke("rib/register", { name: nameOf("/elsewhere"), faceId }, options)).statusCode, 200);
  assert.equal((await invoke("faces/destroy", { faceId }, options)).statusCode, 200);
  assert.ok(!(await list(RibEntry, options)).some(({ name }) => name.equals(nameOf("/elsewhere"))));
}));

test("a face over TCP is answered for when the connection has failed", () => withStranger("unix", async (_, options) => {
  assert.equal((await invoke("faces/create", { uri: "tcp4://127.0.0.1:1" }, options)).statusCode, 504);
}));

test("what happens to faces is told to who waits", () => withStranger("unix", async (_, options) => {
  const next = consume(new Interest(nameOf("/localhost/nfd/faces/events"), Interest.CanBePrefix, Interest.MustBeFresh), options.cOpts);
  const made = await invoke("faces/create", { uri: "udp4://127.0.0.1:56998" }, options);
  const { faceId } = ControlParameters.decodeFromResponseBody(made);
  const { name, content } = await next;
  assert.equal(name.at(-1).type, 0x3A);
  // FaceEventNotification, FaceEventKind created.
  assert.deepEqual([content[0], content[2], content[4]], [0xC0, 0xC1, 1]);
  const gone = consume(new Interest(name.getPrefix(-1).append(SequenceNum, Number(name.at(-1).as(SequenceNum)) + 1)), options.cOpts);
  await invoke("faces/destroy", { faceId }, options);
  assert.equal((await gone).content[4], 2);
}));

test("a face is switched to send lost frames again", () => withStranger("unix", async (_, options) => {
  const made = await invoke("faces/create", { uri: "udp4://127.0.0.1:56997", mtu: 1400, flags: 2, mask: 2 }, options);
  assert.equal(made.statusCode, 200);
  const { faceId } = ControlParameters.decodeFromResponseBody(made);
  const [face] = await list(FaceQuery({ faceId }), options);
  assert.ok(face.flagLpReliability);
  await invoke("faces/destroy", { faceId }, options);
}));

test("cached packets are forgotten by prefix", () => withStranger("unix", async (_, options) => {
  assert.equal(await invokeCsErase(nameOf("/nothing/here"), options), 0);
}));

test("a strategy is chosen", () => withStranger("unix", async (_, options) => {
  const name = nameOf("/chosen");
  for (const strategy of ["best-route", "asf", "self-learning", "local-first", "near-caches-first", "contribute"]) {
    assert.equal((await invoke("strategy-choice/set", { name, strategy: nameOf(`/localhost/nfd/strategy/${strategy}`) }, options)).statusCode, 200, strategy);
  }
  assert.equal((await invoke("strategy-choice/set", { name, strategy: nameOf("/localhost/nfd/strategy/multicast") }, options)).statusCode, 200);
  assert.equal((await invoke("strategy-choice/set", { name, strategy: nameOf("/localhost/nfd/strategy/teapot") }, options)).statusCode, 404);
  assert.equal((await invoke("strategy-choice/unset", { name }, options)).statusCode, 200);
}));

test("a program over TCP on this machine may register, as with NFD", () => withStranger("tcp", async (_, options) => {
  assert.equal((await invoke("rib/register", { name: nameOf("/mine/by/tcp") }, options)).statusCode, 200);
}));

for (const way of ["udp", "ws"]) {
  test(`the network may not register, over ${way}`, () => withStranger(way, async (_, options) => {
    const refused = await invoke("rib/register", { name: nameOf("/mine") }, { ...options, prefix: nameOf("/localhop/nfd") });
    assert.equal(refused.statusCode, 403);
  }));
}

test("what a stranger produces under a registered prefix is fetched by strangers on every way", () => withStranger("unix", async (producer) => {
  const name = nameOf("/stranger/file");
  const content = payload(1 << 20);
  const registration = enableNfdPrefixReg(producer.face, { refreshInterval: false });
  const server = serveVersioned(name, new BufferChunkSource(content), { signer: digestSigning, pOpts: { fw: producer.fw, announcement: name } });
  await registered(name);
  for (const way of Object.keys(ways)) {
    await withStranger(way, async (consumer, options) => {
      const versioned = await discoverVersion(name, options);
      assert.deepEqual(Buffer.from(await fetch(versioned, { ...options, retxLimit: 10 })), Buffer.from(content), way);
    });
  }
  server.close();
  registration.disable();
}));

// Registration is answered before the forwarder's own table is asked here; each look is a round trip, none is a wait.
async function registered(name) {
  await withStranger("unix", async (_, options) => {
    while (!(await list(RibEntry, options)).some((entry) => entry.name.equals(name))) { /* look again */ }
  });
}

// As python-ndn does it: the command's name ends in timestamp, nonce, SignatureInfo and SignatureValue.
test("a client with command Interests of v0.2 registers and produces", async () => {
  const require = createRequire(import.meta.url);
  const ndnjs = require("ndn-js");
  const { CommandInterestGenerator } = require("ndn-js/js/util/command-interest-generator.js");
  ndnjs.Interest.setDefaultCanBePrefix(false);
  const face = new ndnjs.Face(new ndnjs.UnixTransport(), new ndnjs.UnixTransport.ConnectionInfo(process.env.NODE_SOCKET));
  const keyChain = new ndnjs.KeyChain("pib-memory:", "tpm-memory:");
  const wireFormat = ndnjs.TlvWireFormat.get();
  const digest = new ndnjs.SigningInfo(ndnjs.SigningInfo.SignerType.SHA256);
  const prefix = new ndnjs.Name("/older/file");
  face.setInterestFilter(prefix, (_, interest, to) => {
    const data = new ndnjs.Data(interest.getName());
    data.setContent("from an older client");
    keyChain.sign(data, digest, wireFormat, () => to.putData(data));
  });

  const parameters = new ndnjs.ControlParameters();
  parameters.setName(prefix);
  const command = new ndnjs.Interest(new ndnjs.Name("/localhost/nfd/rib/register").append(parameters.wireEncode()));
  new CommandInterestGenerator().prepareCommandInterestName(command, wireFormat);
  await new Promise((resolve, reject) => keyChain.sign(command, digest, wireFormat, resolve, reject));
  const response = await new Promise((resolve, reject) => face.expressInterest(command, (_, data) => resolve(data.getContent().buf()), reject));
  assert.equal(Decoder.decode(response, ControlResponse).statusCode, 200);

  await withStranger("udp", async (_, { cOpts }) => {
    const data = await consume(new Interest("/older/file/1"), cOpts);
    assert.equal(new TextDecoder().decode(data.content), "from an older client");
  });
  face.close();
});
