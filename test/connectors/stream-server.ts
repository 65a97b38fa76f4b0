import { createHash } from 'node:crypto';
import type http from 'node:http';
import type { Duplex } from 'node:stream';
import type { Handler } from './loopback-server.js';

/** What a test says on an open WebSocket. */
export class StreamPeer {
  constructor(readonly socket: Duplex) {}

  /** @returns whether more may be sent before the reader has taken this */
  send(text: string): boolean {
    return this.socket.write(frame(0x1, Buffer.from(text)));
  }

  ping(): void {
    this.socket.write(frame(0x9, Buffer.alloc(0)));
  }

  /** Says goodbye as the protocol has it. */
  end(code = 1000, reason = ''): void {
    const body = Buffer.concat([Buffer.from([code >> 8, code & 255]), Buffer.from(reason)]);
    this.socket.write(frame(0x8, body));
    this.socket.end();
  }
}

/** Opens a WebSocket on a request, by the handshake of RFC 6455, section 4.2. */
export function acceptStream(request: http.IncomingMessage, socket: Duplex): StreamPeer {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1')
    .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  return new StreamPeer(socket);
}

/** A handler of requests that opens a stream when it is asked for one. */
export function streaming(
  speak: (peer: StreamPeer, request: http.IncomingMessage) => void,
): Handler {
  return (request) => {
    const peer = acceptStream(request, request.socket);
    // What the reader says, its goodbye above all, is not needed here.
    request.socket.on('end', () => void request.socket.end()).resume();
    speak(peer, request);
  };
}

/** An unmasked frame, as servers send them (RFC 6455, section 5.2). */
function frame(opcode: number, body: Buffer): Buffer {
  const head = Buffer.alloc(10);
  head[0] = 0x80 | opcode;
  if (body.length < 126) {
    head[1] = body.length;
    return Buffer.concat([head.subarray(0, 2), body]);
  }
  if (body.length < 65_536) {
    head[1] = 126;
    head.writeUInt16BE(body.length, 2);
    return Buffer.concat([head.subarray(0, 4), body]);
  }
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(body.length), 2);
  return Buffer.concat([head, body]);
}
