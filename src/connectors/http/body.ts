import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { Dispatcher } from 'undici';
import { TooLarge, Unreadable } from '../errors.js';

/** What we ask for, and what `readBody` can unpack. */
export const ACCEPT_ENCODING = 'gzip, deflate, br';

/** Of a body that nobody reads. */
const DRAIN_BYTES = 16_384;
const DRAIN_MS = 1_000;

type Unpack = (packed: Uint8Array, options: zlib.ZlibOptions) => Promise<Uint8Array>;

const gunzip: Unpack = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.gunzip);
const inflate: Unpack = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.inflate);
const inflateRaw: Unpack = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.inflateRaw);
const brotli: Unpack = promisify<Uint8Array, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress);

/**
 * Reads and unpacks a body. Stops as soon as the packed or the unpacked bytes exceed the limit,
 * so neither an endless body nor a decompression bomb costs more than that.
 *
 * @param encoding the Content-Encoding header; empty when there is none
 * @param maxBytes limit of the packed and of the unpacked size, each, in bytes
 * @param place the place in words, for messages
 * @throws TooLarge
 * @throws Unreadable when the packing is damaged or unknown
 */
export async function readBody(
  body: Readable,
  encoding: string,
  maxBytes: number,
  place: string,
): Promise<Uint8Array> {
  const packed = await collect(body, maxBytes, place);
  const unpack = unpacker(encoding.trim().toLowerCase(), packed);
  if (unpack === 'as it is' || packed.length === 0) return packed;
  if (unpack === 'unknown') {
    throw new Unreadable(`${place} packed its answer in a way nobody asked for (${encoding}).`);
  }
  try {
    return await unpack(packed, { maxOutputLength: maxBytes });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(maxBytes, place);
    throw new Unreadable(`${place} sent a damaged body (${encoding}) that cannot be unpacked.`, {
      cause: error,
    });
  }
}

async function collect(body: Readable, maxBytes: number, place: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop by an error destroys the stream, and with it the connection.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes, place);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function tooLarge(maxBytes: number, place: string): TooLarge {
  const megabytes = (maxBytes / 1_000_000).toFixed(1);
  return new TooLarge(
    `${place} sent more than ${megabytes} MB. Use an address that gives fewer posts at a time.`,
  );
}

function unpacker(encoding: string, packed: Buffer): Unpack | 'as it is' | 'unknown' {
  switch (encoding) {
    case '':
    case 'identity':
      return 'as it is';
    case 'gzip':
    case 'x-gzip':
      return gunzip;
    case 'br':
      return brotli;
    case 'deflate':
      // The name means zlib's format (RFC 9110), but some servers send the bare one.
      return ((packed[0] ?? 0) & 0x0f) === 8 ? inflate : inflateRaw;
    default:
      return 'unknown';
  }
}

/** Reads off the little that is left, so that the connection can be used again; else cuts it. */
export async function drain(body: Dispatcher.ResponseData['body']): Promise<void> {
  const briefly = AbortSignal.timeout(DRAIN_MS);
  await body.dump({ limit: DRAIN_BYTES, signal: briefly }).catch(() => undefined);
}
