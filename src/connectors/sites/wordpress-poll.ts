import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import type { Audit, PollResult } from '../connector.js';
import { longest } from '../paged.js';
import { MAX_PAGES } from '../paging.js';
import { readWordPress, type Resource } from './wordpress-answer.js';
import { EVERY } from './wordpress-every.js';
import { askRest, refused, type Route, type Site } from './wordpress-rest.js';

const DAY_MS = 86_400_000;

const Mark = z.object({
  /** Newest post of all polls that came to their end, ISO 8601. */
  newest: z.iso.datetime(),
  /** Newest post so far, and the page to go on with, of a poll that did not. */
  unfinished: z.object({ newest: z.iso.datetime(), page: z.number().int().min(2) }).nullable(),
});
type Mark = z.output<typeof Mark>;

const CursorSchema = z.object({
  route: z.enum(['path', 'query']),
  comments: Mark.optional(),
  posts: Mark.optional(),
});
type Cursor = z.output<typeof CursorSchema>;

/**
 * Reads what is new since the last poll, oldest first, with a day of overlap: the site compares with
 * its local time, whose zone is not told, and comments are approved late. A first poll takes the newest.
 */
export async function pollSite(
  site: Site,
  what: Resource | 'both',
  stored: unknown,
): Promise<PollResult> {
  const before: Cursor = CursorSchema.safeParse(stored).data ?? { route: 'path' };
  const resources: readonly Resource[] = what === 'both' ? ['comments', 'posts'] : [what];
  let { route } = before;
  const stretches: (Stretch & { resource: Resource })[] = [];
  for (const resource of resources) {
    const stretch = await read(site, route, resource, before[resource] ?? null, what === 'both');
    stretches.push({ resource, ...stretch });
    ({ route } = stretch);
  }
  const known = stretches.filter(({ complete }) => complete !== null);
  return {
    outcome: 'items',
    place: { title: null, link: `${site.base}/` },
    items: stretches.flatMap(({ items }) => items),
    cursor: {
      route,
      ...Object.fromEntries(
        stretches.flatMap(({ resource, mark }) => (mark === null ? [] : [[resource, mark]])),
      ),
    } satisfies Cursor,
    validators: null,
    freshForSeconds: longest(...stretches.map((it) => it.freshForSeconds)),
    ...(known.length === 0 ? {} : { complete: known.every(({ complete }) => complete) }),
    audit: sum(stretches.map(({ audit }) => audit)),
    movedTo: stretches[0]?.movedTo ?? null,
  };
}

interface Stretch {
  readonly items: readonly Item[];
  readonly route: Route;
  readonly mark: Mark | null;
  /** Null at the first poll, which takes the newest only. */
  readonly complete: boolean | null;
  readonly audit: Audit | null;
  readonly freshForSeconds: number | null;
  readonly movedTo: string | null;
}

async function read(
  site: Site,
  route: Route,
  resource: Resource,
  mark: Mark | null,
  both: boolean,
): Promise<Stretch> {
  const items = new Map<string, Item>();
  const began = mark?.unfinished?.page ?? 1;
  let page = began;
  let told: number | null = null;
  let isOver = false;
  let freshForSeconds: number | null = null;
  let movedTo: string | null = null;
  const pages = mark === null ? 1 : MAX_PAGES;
  for (; page < began + pages && !isOver; page++) {
    const asked = await askRest(site, route, `/${resource}`, queryOf(resource, mark, page));
    const { reply, code } = asked.answer;
    ({ route } = asked);
    if (code === 'rest_post_invalid_page_number') isOver = true;
    else if (code !== null) throw refused(asked.answer);
    else {
      const found = readWordPress(reply.body, site.base, both);
      for (const item of found) items.set(item.externalId, item);
      told ??= count(reply.headers['x-wp-total']);
      isOver = page >= (count(reply.headers['x-wp-totalpages']) ?? Infinity) || found.length === 0;
      freshForSeconds = longest(freshForSeconds, reply.freshForSeconds);
      movedTo ??= reply.permanentRedirectTo;
    }
  }
  const newest = newestOf([...items.values()], mark?.unfinished?.newest ?? mark?.newest ?? null);
  const isWhole = mark !== null && began === 1 && isOver && told !== null;
  return {
    items: [...items.values()],
    route,
    mark: next(mark, newest, isOver ? null : page),
    complete: mark === null ? null : isOver,
    audit: isWhole ? { told: told ?? 0, seen: items.size } : null,
    freshForSeconds,
    movedTo,
  };
}

function queryOf(resource: Resource, mark: Mark | null, page: number): Record<string, string> {
  if (mark === null) return { ...EVERY[resource], order: 'desc' };
  const after = new Date(Date.parse(mark.newest) - DAY_MS).toISOString().slice(0, 19);
  return { ...EVERY[resource], order: 'asc', after, page: String(page) };
}

/** @param page to go on with; null when the stretch is over */
function next(mark: Mark | null, newest: string | null, page: number | null): Mark | null {
  if (newest === null) return mark;
  if (mark === null || page === null) return { newest, unfinished: null };
  return { newest: mark.newest, unfinished: { newest, page } };
}

/** A date in the future, which any post may carry, would hide what is written until then. */
function newestOf(items: readonly Item[], before: string | null): string | null {
  const now = new Date().toISOString();
  const dates = items.flatMap(({ publishedAt }) => publishedAt ?? []);
  const known = [...dates.filter((date) => date <= now), ...(before === null ? [] : [before])];
  return known.sort().at(-1) ?? null;
}

function sum(audits: readonly (Audit | null)[]): Audit | null {
  const known = audits.filter((audit) => audit !== null);
  if (known.length < audits.length) return null;
  return {
    told: known.reduce((all, { told }) => all + told, 0),
    seen: known.reduce((all, { seen }) => all + seen, 0),
  };
}

function count(header: string | undefined): number | null {
  return /^\d{1,9}$/.test(header ?? '') ? Number(header) : null;
}
