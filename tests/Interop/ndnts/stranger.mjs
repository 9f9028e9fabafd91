// What the tests here share: the node under test, and ways to it for a stranger who has only NDNts.
// NODE_SOCKET, NODE_PORT (UDP and TCP) and NODE_WS_PORT say where it listens.
import { Forwarder } from "@ndn/fw";
import { TcpTransport, UdpTransport, UnixTransport } from "@ndn/node-transport";
import { Name } from "@ndn/packet";
import { WsTransport } from "@ndn/ws-transport";

const { NODE_SOCKET: socket, NODE_PORT: port, NODE_WS_PORT: wsPort } = process.env;

// A stranger of its own each time: nothing that one has seen helps another.
async function stranger(transport, local) {
  const fw = Forwarder.create();
  const face = await transport({ fw, addRoutes: ["/"], l3: { local } });
  return { fw, face, close: () => face.close() };
}

export const ways = {
  unix: () => stranger((options) => UnixTransport.createFace(options, socket), true),
  tcp: () => stranger((options) => TcpTransport.createFace(options, "127.0.0.1", Number(port)), false),
  udp: () => stranger((options) => UdpTransport.createFace(options, "127.0.0.1", Number(port)), false),
  ws: () => stranger((options) => WsTransport.createFace(options, `ws://127.0.0.1:${wsPort}/ws/`), false),
};

// Bytes that any two processes can make and no mistake in order or length can leave alike.
export function payload(size) {
  const bytes = new Uint8Array(size);
  let state = 0x2545f491;
  for (let i = 0; i < size; ++i) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[i] = state;
  }
  return bytes;
}

export const nameOf = (uri) => new Name(uri);
