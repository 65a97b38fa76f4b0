import type { Answer } from './answer.js';
import { wallTime } from './clock.js';
import { FEEDS } from './feeds.js';
import { errorPage, homePage, postPage } from './pages.js';
import type { DemoPlace } from './place.js';
import { answers, feedPage, lastChange, shownAt } from './scene.js';

const HTML = 'text/html; charset=utf-8';

const errorAnswer = (status: number, title: string, text: string, headers = {}): Answer => ({
  status,
  contentType: HTML,
  body: errorPage(status, title, text),
  headers: { 'cache-control': 'no-store', ...headers },
});

export const NOT_FOUND = errorAnswer(404, 'Not Found', 'There is nothing here, or no longer.');
export const METHOD_NOT_ALLOWED = errorAnswer(405, 'Method Not Allowed', 'Only GET.', {
  allow: 'GET',
});
const FORBIDDEN = errorAnswer(403, 'Forbidden', 'Members only. Programs are not let in.');

/** What the places say at one moment. */
export interface Moment {
  readonly time: number;
  readonly startedAt: Date;
  /** Seconds of the wall clock in which a busy place should be asked again. */
  retryAfter(until: number): number;
}

function feedAnswer(place: DemoPlace, home: string, page: number, moment: Moment): Answer {
  const { time, startedAt } = moment;
  const shown = feedPage(place, time, page);
  if (!shown) return NOT_FOUND;
  const changedAt = wallTime(startedAt, lastChange(place, time) ?? 0);
  const { contentType, render } = FEEDS[place.format];
  const body = render(
    { place, home, startedAt, changedAt, page, hasNext: shown.hasNext },
    shown.items,
  );
  const headers = { 'cache-control': `max-age=${place.maxAgeSeconds}` };
  return { status: 200, contentType, body, changedAt, headers };
}

function pageAnswer(place: DemoPlace, home: string, path: string, moment: Moment): Answer {
  const { time, startedAt } = moment;
  const shown = shownAt(place, time);
  if (path === '/')
    return { status: 200, contentType: HTML, body: homePage(place, home, shown.slice(0, 30)) };
  const one = shown.find(({ post }) => `/posts/${post.id}` === path);
  if (!one) return NOT_FOUND;
  const body = postPage(place, home, one, startedAt);
  return { status: 200, contentType: HTML, body, changedAt: wallTime(startedAt, one.changedAt) };
}

/** What the place that an address names says to it. */
export function answerOf(places: readonly DemoPlace[], url: URL, moment: Moment): Answer {
  const [, slug = '', rest = ''] = /^\/([^/]+)(\/.*)$/.exec(url.pathname) ?? [];
  const place = places.find((one) => one.slug === slug);
  if (!place || place.refuses === 404) return NOT_FOUND;
  if (place.refuses === 403) return FORBIDDEN;
  if (!answers(place, moment.time)) {
    const seconds = moment.retryAfter(place.busyUntil ?? 0);
    const headers = { 'retry-after': String(seconds) };
    return errorAnswer(429, 'Too Many Requests', 'The town is awake. Come back later.', headers);
  }
  const home = `${url.origin}/${slug}`;
  if (rest !== '/feed') return pageAnswer(place, home, rest, moment);
  const page = Number(url.searchParams.get('page') ?? 1);
  return Number.isInteger(page) && page > 0 ? feedAnswer(place, home, page, moment) : NOT_FOUND;
}
