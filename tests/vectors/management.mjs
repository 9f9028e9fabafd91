// Writes management.json: NFD management structures and commands that NDNts and ndn-js made, in hexadecimal by name.
// Run it where @ndn/{packet,tlv,fw,nfdmgmt,util}@0.0.20250307 and ndn-js@0.20.0 are installed:
// node management.mjs >management.json
import { createRequire } from "node:module";
import { Forwarder } from "@ndn/fw";
import {
  ChannelStatus, ControlParameters, ControlResponse, CsInfo, FaceQuery, FaceStatus, GeneralStatus, RibEntry, Route,
  StrategyChoice, invoke,
} from "@ndn/nfdmgmt";
import { Interest, Name } from "@ndn/packet";
import { Encoder } from "@ndn/tlv";
import { toHex } from "@ndn/util";

const vectors = {};
const put = (name, structure) => { vectors[name] = toHex(Encoder.encode(structure)); };
const make = (Type, fields) => Object.assign(new Type(), fields);

put("parameters", new ControlParameters({
  name: new Name("/p/alice"), faceId: 262, uri: "udp4://192.0.2.1:6363", localUri: "udp4://192.0.2.9:6363", origin: 65,
  cost: 70000, capacity: 5000000000, count: 3, flags: 3, mask: 7,
  strategy: new Name("/localhost/nfd/strategy/multicast/54=%05"), expirationPeriod: 3600000, facePersistency: 2,
  baseCongestionMarkingInterval: 100000000, defaultCongestionThreshold: 65536, mtu: 1400,
}));
put("response", new ControlResponse(200, "OK", Encoder.encode(new ControlParameters({ faceId: 262 }))));
put("response without parameters", new ControlResponse(404, "not found"));
put("face status", make(FaceStatus, {
  faceId: 262, uri: "udp4://192.0.2.1:6363", localUri: "udp4://192.0.2.9:6363", expirationPeriod: 600000, faceScope: 0,
  facePersistency: 1, linkType: 0, baseCongestionMarkingInterval: 100000000, defaultCongestionThreshold: 65536, mtu: 8800,
  nInInterests: 1n, nInData: 2n, nInNacks: 3n, nOutInterests: 4n, nOutData: 5n, nOutNacks: 6n, nInBytes: 70000n,
  nOutBytes: 5000000000n, flags: 4,
}));
put("content store", make(CsInfo, { capacity: 67108864n, flags: 3, nCsEntries: 12n, nHits: 300n, nMisses: 4n }));
put("rib entry", make(RibEntry, { name: new Name("/p/alice"), route: [
  make(Route, { faceId: 262, origin: 65, cost: 10, flags: 1 }),
  make(Route, { faceId: 263, origin: 255, cost: 0, flags: 2, expirationPeriod: 60000 }),
] }));
put("strategy choice", make(StrategyChoice, {
  name: new Name("/"), strategy: new Name("/localhost/nfd/strategy/best-route/54=%05"),
}));
put("forwarder status", make(GeneralStatus, {
  nfdVersion: "hearth 0.1.0", startTimestamp: 1700000000000, currentTimestamp: 1700000060000, nNameTreeEntries: 0,
  nFibEntries: 2, nPitEntries: 3, nMeasurementsEntries: 4, nCsEntries: 5, nInInterests: 6, nInData: 7, nInNacks: 8,
  nOutInterests: 9, nOutData: 10, nOutNacks: 11, nSatisfiedInterests: 12, nUnsatisfiedInterests: 13,
}));
put("channel status", make(ChannelStatus, { localUri: "tcp4://0.0.0.0:6363" }));
vectors["face query filter"] = toHex(
  FaceQuery({ uriScheme: "udp4", uri: "udp4://192.0.2.1:6363", faceScope: 0 }).datasetParams[0].value);

// Commands as NDNts sends them: v0.3 signed Interests, caught on a face that answers nothing.
const forwarder = Forwarder.create();
let catchInterest;
const face = forwarder.addFace({
  rx: (async function* silent() { await new Promise(() => undefined); })(),
  async tx(packets) {
    for await (const { l3 } of packets) {
      if (l3 instanceof Interest) catchInterest(l3);
    }
  },
});
face.addRoute(new Name("/"));
for (const [command, parameters] of [
  ["rib/register", { name: new Name("/p/alice"), origin: 65, cost: 0, flags: 2, expirationPeriod: 1200000 }],
  ["rib/unregister", { name: new Name("/p/alice"), origin: 65 }],
  ["faces/create", { uri: "udp4://192.0.2.1:6363" }],
  ["strategy-choice/set", { name: new Name("/p"), strategy: new Name("/localhost/nfd/strategy/multicast") }],
]) {
  const caught = new Promise((resolve) => { catchInterest = resolve; });
  invoke(command, parameters, { cOpts: { fw: forwarder } }).catch(() => undefined);
  put(command, await caught);
}

// A command as older clients send it, python-ndn 0.4 and ndn-js 0.20 among them: v0.2 command Interest.
const require = createRequire(import.meta.url);
const ndnjs = require("ndn-js");
const { CommandInterestGenerator } = require("ndn-js/js/util/command-interest-generator.js");
ndnjs.Interest.setDefaultCanBePrefix(false);
const command = new ndnjs.Interest(new ndnjs.Name("/localhost/nfd/rib/register"));
const parameters = new ndnjs.ControlParameters();
parameters.setName(new ndnjs.Name("/p/alice"));
command.getName().append(parameters.wireEncode());
const wireFormat = ndnjs.TlvWireFormat.get();
new CommandInterestGenerator().prepareCommandInterestName(command, wireFormat);
const keyChain = new ndnjs.KeyChain("pib-memory:", "tpm-memory:");
await new Promise((resolve, reject) => keyChain.sign(
  command, new ndnjs.SigningInfo(ndnjs.SigningInfo.SignerType.SHA256), wireFormat, resolve, reject));
vectors["rib/register v0.2"] = command.wireEncode().buf().toString("hex").toUpperCase();

console.log(JSON.stringify(vectors, undefined, 2));
process.exit();
