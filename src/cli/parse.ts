import { Command } from 'commander';
import { z } from 'zod';
import type { Parsed } from '../connectors/connector.js';
import { isAnswer, statusError } from '../connectors/http/status.js';
import { connectorFor } from '../connectors/index.js';
import { answerLines } from './json-lines.js';

const RowSchema = z.object({
  id: z.union([z.string(), z.number()]).nullish(),
  /** Kind of connector. */
  as: z.string(),
  url: z.string().nullish(),
  contentType: z.string().nullish(),
  status: z.int().min(100).max(599).nullish(),
  headers: z.record(z.string(), z.string()).nullish(),
  params: z.looseObject({ url: z.string().nullish() }).nullish(),
  /** Base64 of the bytes as the place sent them, unpacked. */
  body: z.string(),
});

/** A row of the input that does not say what is needed. */
class InvalidRow extends Error {
  readonly code = 'invalid-input';
}

/** `earshot parse`: recorded answers of places in, posts out, a line each; asks nobody. */
export function parseCommand(): Command {
  return new Command('parse')
    .description('read recorded answers of places: JSON Lines in, JSON Lines out, asking nobody')
    .addHelpText(
      'after',
      `
One answer in, one line out, in the same order:
  in   {"id","as":"feed","url"?,"contentType"?,"status"?,"headers"?,"params"?,"body":"<base64>"}
  out  {"id","ok":true,"place":{...},"items":[...]}  or  {"id","ok":false,"error":{"code","message"}}

Example:
  curl -s https://example.com/feed | base64 -w0 | sed 's/.*/{"id":1,"as":"feed","body":"&"}/' | earshot parse`,
    )
    .action(() => answerLines(process.stdin, process.stdout, parseRow));
}

/**
 * Answers one row.
 *
 * @throws PlaceError as a poll would, for a bad status or an answer that cannot be understood
 * @throws InvalidRow, UnknownKind
 */
export async function parseRow(row: Record<string, unknown>): Promise<object> {
  const { id = null, as, url, contentType, status, headers, params, body } = checked(row);
  const connector = connectorFor(as);
  const received = lowerCased(headers ?? {});
  const address = url ?? params?.url ?? undefined;
  if (typeof status === 'number' && !isAnswer(status)) {
    throw statusError(status, received, address ?? 'The place');
  }
  const parsed = await connector.parse({
    body: Buffer.from(body, 'base64'),
    url: address,
    contentType: contentType ?? received['content-type'],
    headers: received,
    params: params ?? undefined,
  });
  return { id, ok: true, ...told(parsed) };
}

function told({ place, items, cursor }: Parsed): object {
  return { place, items, ...(cursor === undefined ? {} : { cursor }) };
}

function checked(row: Record<string, unknown>): z.output<typeof RowSchema> {
  const result = RowSchema.safeParse(row);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new InvalidRow(faults.join('; '));
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
