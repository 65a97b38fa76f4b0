import type { Connector, PolledConnector } from './connector.js';
import { FEEDS } from './feed/index.js';
import { FORUMS } from './forums/index.js';
import { INTAKE } from './intake/index.js';
import { REVIEWS } from './reviews/index.js';
import { SITES } from './sites/index.js';
import { SOCIAL } from './social/index.js';

/** Every kind of place that Earshot can read. A new connector is one file and one entry in its room. */
export const connectors: readonly Connector[] = [
  ...FEEDS,
  ...FORUMS,
  ...SOCIAL,
  ...REVIEWS,
  ...SITES,
  ...INTAKE,
];

/** A kind that no connector has: a typing error, or a source of a newer version of Earshot. */
export class UnknownKind extends RangeError {
  readonly code = 'unknown-kind';
}

/**
 * @throws UnknownKind
 * @throws RangeError when places of this kind are not asked
 */
export function polledConnectorFor(kind: string): PolledConnector {
  const connector = connectorFor(kind);
  if (connector.poll === undefined)
    throw new RangeError(`Places of kind "${kind}" are not asked: they send by themselves.`);
  return connector as PolledConnector;
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
