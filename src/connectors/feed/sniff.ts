import { Unreadable } from '../errors.js';
import { isPage } from './discovery.js';
import { tidyLine } from '../text/plain-text.js';

/**
 * Says what an answer is that should have been a feed and is not.
 *
 * @param text the decoded answer
 */
export function notAFeed(text: string): Unreadable {
  const start = text.slice(0, 4096).trimStart();
  if (start.replaceAll('\0', '') === '') {
    return new Unreadable('The place answered with nothing at all. Earshot tries again.');
  }
  if (isPage(start)) {
    const title = tidyLine(
      /<title[^>]{0,100}>([^<]{1,120})/i.exec(text.slice(0, 65_536))?.[1] ?? '',
    );
    const named = title === '' ? '' : ` ("${title}")`;
    return new Unreadable(
      `The place answered with a web page${named}, not with a feed. It may be a sign-in, error or robot ` +
        'page, or the address may be that of the page instead of its feed.',
    );
  }
  if (/^[{[]/.test(start)) {
    return new Unreadable('The place answered with JSON that is no JSON Feed. Check the address.');
  }
  const root = /<([a-z][\w:.-]{0,40})[\s/>]/i.exec(start)?.[1];
  if (root !== undefined) {
    return new Unreadable(
      `The place answered with XML (<${root}>) that is no feed, or an empty or cut-off piece of one. Check the address.`,
    );
  }
  return new Unreadable('The place answered with something that is no feed. Check the address.');
}
