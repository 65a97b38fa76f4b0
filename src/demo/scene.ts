import { PHASES, phaseTime } from './clock.js';
import type { DemoPlace, DemoPost } from './place.js';

/** A post as its place shows it at one moment. Times are seconds of the script. */
export interface Shown {
  readonly post: DemoPost;
  readonly text: string;
  /** Date of the last edit, or of the post when it was never edited. */
  readonly changedAt: number;
}

function show(post: DemoPost, time: number): Shown {
  const edit = post.edits?.findLast(({ at }) => at <= time);
  return { post, text: edit?.text ?? post.text, changedAt: edit?.at ?? post.at };
}

const isThere = ({ at, vanishesAt }: DemoPost, time: number): boolean =>
  at <= time && (vanishesAt === undefined || time < vanishesAt);

/**
 * What the place has at a moment, beyond the window of its feed too. What was posted or edited
 * last comes first, as in forums: an edit of an old post is on the first page.
 */
export function shownAt(place: DemoPlace, time: number): Shown[] {
  return place.posts
    .filter((post) => isThere(post, time))
    .map((post) => show(post, time))
    .sort(
      (one, other) => other.changedAt - one.changedAt || (one.post.id < other.post.id ? 1 : -1),
    );
}

/** When the place last changed: a post came, was edited or went. null: nothing has happened yet. */
export function lastChange(place: DemoPlace, time: number): number | null {
  const moments = place.posts
    .flatMap(({ at, edits = [], vanishesAt }) => [at, ...edits.map((edit) => edit.at), vanishesAt])
    .filter((moment) => moment !== undefined && moment <= time);
  return moments.reduce<number | null>(
    (last, moment) => Math.max(last ?? -Infinity, moment ?? 0),
    null,
  );
}

/** Whether the place answers at all. */
export const answers = (place: DemoPlace, time: number): boolean =>
  place.refuses === undefined && time >= (place.busyUntil ?? -Infinity);

/**
 * What one page of the feed shows. Pages divide the window, page 1 is the newest.
 *
 * @returns null when there is no such page (page 1 always is)
 */
export function feedPage(
  place: DemoPlace,
  time: number,
  page: number,
): { readonly items: Shown[]; readonly hasNext: boolean } | null {
  const window = shownAt(place, time).slice(0, place.window);
  const size = place.pageSize ?? place.window;
  const items = window.slice((page - 1) * size, page * size);
  if (items.length === 0 && page !== 1) return null;
  return { items, hasNext: window.length > page * size };
}

/** Identity of a post in every feed: the same on every port and after every restart. */
export const externalId = (place: DemoPlace, post: DemoPost): string =>
  `tag:${place.slug}.example,2026:${post.id}`;

/** A post that a caller has met who read every feed whole in each phase. */
export interface MetPost {
  readonly place: string;
  readonly externalId: string;
  readonly title: string | null;
  /** As it stood when it was last met. */
  readonly text: string;
}

/**
 * All posts met up to and including a phase, those that have vanished since included.
 *
 * @throws RangeError if there is no such phase
 */
export function metBy(places: readonly DemoPlace[], phase: number): MetPost[] {
  phaseTime(phase);
  const met = new Map<string, MetPost>();
  for (const time of Array.from({ length: PHASES }, (_, n) => phaseTime(n)).slice(0, phase + 1))
    for (const place of places.filter((one) => answers(one, time)))
      for (const { post, text } of shownAt(place, time).slice(0, place.window)) {
        const id = externalId(place, post);
        met.set(id, { place: place.slug, externalId: id, title: post.title, text });
      }
  return [...met.values()];
}
