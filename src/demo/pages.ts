import { wallTime } from './clock.js';
import { FEEDS, postUrl } from './feeds.js';
import { element, escaped, paragraphs } from './markup.js';
import type { DemoPlace } from './place.js';
import type { Shown } from './scene.js';

const page = (title: string, body: string, head = ''): string =>
  '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
  '<meta name="viewport" content="width=device-width">' +
  `${element('title', title)}${head}</head><body>${body}</body></html>\n`;

/** What stands on every page, so that nobody takes a made handle or date for a recorded one. */
const NOTE =
  '<footer><small>A recorded text, replayed by the demo of Earshot. ' +
  'The name of the author, the date and the place are made up.</small></footer>';

/** The page of one post, where its permalink leads. */
export function postPage(place: DemoPlace, home: string, shown: Shown, startedAt: Date): string {
  const { post, text, changedAt } = shown;
  const date = (seconds: number): string => wallTime(startedAt, seconds).toISOString();
  const edited = changedAt === post.at ? '' : `, edited ${date(changedAt)}`;
  return page(
    `${post.title ?? post.id} - ${place.name}`,
    `<p><a href="${escaped(`${home}/`)}">${escaped(place.name)}</a></p><article>` +
      element('h1', post.title) +
      `<p>${escaped(post.by)}, <time datetime="${date(post.at)}">${date(post.at)}</time>${edited}</p>` +
      `${paragraphs(text)}</article>${NOTE}`,
  );
}

/** The front page of a place: its newest posts, and where its feed is. */
export function homePage(place: DemoPlace, home: string, newest: readonly Shown[]): string {
  const type = FEEDS[place.format].contentType.replace(/;.*/, '');
  const entry = ({ post, text }: Shown): string =>
    `<li><a href="${escaped(postUrl(home, post.id))}">${escaped(post.title ?? text.slice(0, 80))}</a></li>`;
  return page(
    place.name,
    `${element('h1', place.name)}${element('p', place.about)}<ul>${newest.map(entry).join('')}</ul>${NOTE}`,
    `<link rel="alternate" type="${type}" href="${escaped(`${home}/feed`)}">`,
  );
}

/** The page that comes with an error, as a web server or a gate before it would send it. */
export function errorPage(status: number, title: string, text: string): string {
  return page(title, `<h1>${status} ${escaped(title)}</h1>${element('p', text)}`);
}
