import type { Connector } from './connector.js';
import { feedConnector } from './feed.connector.js';

/** Every kind of place that Earshot can read. A new connector is one file and one entry here. */
export const connectors: readonly Connector[] = [feedConnector];

/** A kind that no connector has: a typing error, or a source of a newer version of Earshot. */
export class UnknownKind extends RangeError {
  readonly code = 'unknown-kind';
}

/**
 * @param kind as sources and `earshot parse` name it
 * @throws UnknownKind, whose message lists the known kinds
 */
export function connectorFor(kind: string): Connector {
  const connector = connectors.find((candidate) => candidate.kind === kind);
  if (connector !== undefined) return connector;
  const known = connectors.map((candidate) => candidate.kind).join(', ');
  throw new UnknownKind(`There is no connector of kind "${kind}". Known kinds: ${known}.`);
}
