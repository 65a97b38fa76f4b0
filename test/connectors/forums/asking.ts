import type { PollRequest, PolledConnector, Rechecked } from '../../../src/connectors/connector.js';
import { polledConnectorFor } from '../../../src/connectors/index.js';
import type { Item } from '../../../src/domain/mention.js';
import { asking, brought } from '../asking.js';
import type { HttpBench } from '../http-bench.js';
import type { Handler, LoopbackServer } from '../loopback-server.js';
import { made } from './forums-fixtures.js';

export interface Asked {
  readonly connector: PolledConnector;
  readonly request: PollRequest<unknown>;
  readonly server: LoopbackServer;
  /** Paths with their queries, in the order they were asked. */
  paths(): string[];
  /** Looks posts up again, by external id and address. */
  look(posts: Readonly<Record<string, string | null>>): Promise<ReadonlyMap<string, Rechecked>>;
}

/** A connector in front of a place of the test's own. */
export async function ask(
  bench: HttpBench,
  kind: string,
  params: unknown,
  place: Readonly<Record<string, Handler>> | Handler,
  credentials: Readonly<Record<string, string>> = {},
): Promise<Asked> {
  const server = await bench.serve(place);
  const connector = polledConnectorFor(kind);
  const request = asking(bench, server, connector.params.parse(params), credentials);
  return {
    connector,
    request,
    server,
    paths: () => server.requests.map(({ url }) => decodeURIComponent(url ?? '')),
    look: (posts) => {
      if (connector.recheck === undefined) throw new Error(`${kind} looks nothing up`);
      const known = Object.entries(posts).map(([externalId, url]) => ({
        externalId,
        url,
        parentId: null,
      }));
      return connector.recheck.look({ ...request, posts: known });
    },
  };
}

export async function poll({ connector, request }: Asked, cursor: unknown = null) {
  return brought(await connector.poll({ ...request, cursor }));
}

/** What a connector makes of a made answer. */
export function read(kind: string, name: string, url?: string) {
  return polledConnectorFor(kind).parse({ body: made(name), url });
}

/** Where an address leads, by its locator; null when it is none of these places. */
export function found(kind: string, address: string): string | null {
  const connector = polledConnectorFor(kind);
  const params = connector.fromAddress?.(new URL(address)) ?? null;
  return params === null ? null : connector.locate(connector.params.parse(params)).locator;
}

export const brief = ({ externalId, title, text, parentId }: Item) => ({
  externalId,
  title,
  text,
  parentId,
});
