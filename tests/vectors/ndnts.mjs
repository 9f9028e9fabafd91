// Writes ndnts.json: packets that NDNts made, an independent NDN implementation, as hexadecimal by name.
// Run it where @ndn/{packet,tlv,keychain,lp,nfdmgmt,util}@0.0.20250307 are installed: node ndnts.mjs >ndnts.json
import { Component, Data, digestSigning, FwHint, Interest, Name, NackHeader, SigInfo, ValidityPeriod } from "@ndn/packet";
import { Encoder } from "@ndn/tlv";
import { toHex } from "@ndn/util";
import { Certificate, createSigner, ECDSA, Ed25519, generateSigningKey, HMAC } from "@ndn/keychain";
import { Fragmenter, LpPacket } from "@ndn/lp";
import { PrefixAnn } from "@ndn/nfdmgmt";

const vectors = {};
const put = (name, packet) => { vectors[name] = toHex(Encoder.encode(packet)); };
const interest = (uri, fields = {}) => Object.assign(new Interest(uri, Interest.Nonce(0x01020304)), fields);
const data = (uri, text) => new Data(uri, Data.FreshnessPeriod(4000), new TextEncoder().encode(text));
const validity = new ValidityPeriod(new Date("2026-01-02T03:04:05Z"), new Date("2036-01-02T03:04:05Z"));

put("interest", interest("/p/alice/8=x/32=metadata/54=%07/50=%01%00", {
  canBePrefix: true, mustBeFresh: true, fwHint: new FwHint([new Name("/hint/a"), new Name("/hint/b")]),
  lifetime: 700, hopLimit: 9,
}));
const parameters = interest("/p/alice/command", { appParameters: Uint8Array.of(0xc0, 0x00) });
await parameters.updateParamsDigest();
put("interest with parameters", parameters);

const signers = { digest: digestSigning };
for (const [name, algorithm] of Object.entries({ ecdsa: ECDSA, ed25519: Ed25519 })) {
  const [signer, verifier] = await generateSigningKey(`/p/${name}/KEY/k1`, algorithm);
  signers[name] = signer;
  vectors[`${name} public key`] = toHex(verifier.spki);
  const own = await Certificate.selfSign({ validity, privateKey: signer, publicKey: verifier });
  put(`${name} self-signed certificate`, own.data);
}
const secret = Uint8Array.from({ length: 32 }, (_, i) => i);
vectors["hmac secret"] = toHex(secret);
const hmac = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
signers.hmac = createSigner(new Name("/p/hmac/KEY/k1"), HMAC, { secretKey: hmac });

for (const [name, signer] of Object.entries(signers)) {
  const packet = data(`/p/${name}/file/54=%01/50=%00`, "content");
  packet.finalBlockId = Component.from("50=%09");
  await signer.sign(packet);
  put(`${name} data`, packet);
  const signed = interest(`/p/${name}/command`, { appParameters: Uint8Array.of(0xc0) });
  signed.sigInfo = new SigInfo(SigInfo.Nonce(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)), SigInfo.Time(1700000000000000), SigInfo.SeqNum(5));
  await signer.sign(signed);
  put(`${name} interest`, signed);
}

const announcement = await PrefixAnn.build({
  announced: new Name("/p/alice"), version: 2, expirationPeriod: 3600000, validityPeriod: validity,
  signer: signers.ed25519,
});
put("prefix announcement", announcement.data);

const lp = (fields) => Object.assign(new LpPacket(), fields);
put("nack", lp({ payload: Encoder.encode(interest("/p/nack")), nack: new NackHeader(150), pitToken: Uint8Array.of(0xa0, 0xa1) }));
put("congestion", lp({ payload: Encoder.encode(interest("/p/mark")), congestionMark: 1 }));
const large = data("/p/large", "0123456789".repeat(300));
await digestSigning.sign(large);
put("fragmented data", large);
const whole = lp({ payload: Encoder.encode(large), pitToken: Uint8Array.of(0xb0) });
vectors.fragments = new Fragmenter().fragment(whole, 1200).map((fragment) => toHex(Encoder.encode(fragment)));

console.log(JSON.stringify(vectors, undefined, 2));
