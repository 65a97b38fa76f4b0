import { absoluteUrl } from '../text/absolute-url.js';

/** Where a feed offers to push what is new, and under which address it does so (WebSub). */
export interface Push {
  readonly hub: string;
  readonly topic: string;
}

const LINK = /<([^<>]{1,2048})>([^<>]{0,500})/g;

/**
 * Reads the offer from an answer's `Link` header, which goes before what the feed itself says
 * (WebSub, section 4).
 *
 * @param told what the feed itself says
 * @param url where the answer came from
 */
export function pushOf(link: string | undefined, told: Partial<Push>, url: string): Push | null {
  const named = new Map<string, string>();
  for (const [, href = '', parameters = ''] of (link ?? '').matchAll(LINK)) {
    const relations = /;\s*rel\s*=\s*"?([^";,]{1,200})/i.exec(parameters)?.[1] ?? '';
    for (const relation of relations.toLowerCase().split(/\s+/))
      if (!named.has(relation)) named.set(relation, href);
  }
  const hub = absoluteUrl(named.get('hub') ?? told.hub ?? '', url);
  const topic = absoluteUrl(named.get('self') ?? told.topic ?? '', url);
  return hub === null || topic === null ? null : { hub, topic };
}
