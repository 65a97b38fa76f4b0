import type {
  HistoryRequest,
  PollRequest,
  PollResult,
  RecheckRequest,
} from '../../src/connectors/connector.js';
import { outsideOf } from '../support/outside.js';
import type { HttpBench } from './http-bench.js';
import type { LoopbackServer } from './loopback-server.js';
import { ReroutedHttp } from './rerouted-http.js';

/** A request to a place on loopback, whatever address the connector asks. */
export function asking<Params>(
  bench: HttpBench,
  server: LoopbackServer,
  params: Params,
  credentials: Readonly<Record<string, string>> = {},
): PollRequest<Params> &
  Pick<HistoryRequest<Params>, 'position'> &
  RecheckRequest<Params> & { readonly budget: ReturnType<typeof outsideOf>['budget'] } {
  return {
    ...outsideOf(new ReroutedHttp(bench.client(), server.url('/')), credentials),
    params,
    signal: new AbortController().signal,
    cursor: null,
    validators: null,
    position: null,
    posts: [],
    wanted: () => true,
  };
}

/** Of an answer that must bring items. */
export function brought(result: PollResult): Extract<PollResult, { outcome: 'items' }> {
  if (result.outcome !== 'items') throw new Error('the place had nothing new');
  return result;
}

export const known = (externalId: string, url: string | null = null) => ({
  externalId,
  url,
  parentId: null,
});
