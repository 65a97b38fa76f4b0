import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { messagesIn, webFiles, webSources } from './messages.js';
import { placesOf } from './message-places.js';

const Catalogue = z.record(z.string(), z.string());
const catalogues = webFiles(/^[^/]+\/de\.json$/).map((path) => ({
  path,
  messages: Catalogue.parse(JSON.parse(readFileSync(path, 'utf8'))),
}));
const german = new Map(catalogues.flatMap(({ messages }) => Object.entries(messages)));
const found = webSources().map((path) => messagesIn(path));
const said = found.flatMap((one) => one.said);
const used = new Set(said.map(({ message }) => message));

describe('what the pages say', () => {
  it('all goes through say()', () => {
    expect(found.flatMap(({ unsaid }) => unsaid)).toEqual([]);
  });

  it('is there in German', () => {
    expect([...used].filter((message) => !german.has(message))).toEqual([]);
    expect(used.size).toBeGreaterThan(500);
  });

  it('has in German the places and tags that it has in English', () => {
    const unlike = [...german].filter(
      ([english, other]) => placesOf(english).join() !== placesOf(other).join(),
    );
    expect(unlike).toEqual([]);
  });

  it('is given a value for each of its places', () => {
    const wanting = said.filter(
      ({ message, values }) =>
        values !== null && placesOf(message).some((place) => !values.includes(place)),
    );
    expect(wanting).toEqual([]);
  });
});

describe('the German catalogue', () => {
  it('holds nothing that is said nowhere', () => {
    const idle = catalogues.map(({ path, messages }) => ({
      path,
      idle: Object.keys(messages).filter((message) => !used.has(message)),
    }));
    expect(idle.filter((one) => one.idle.length > 0)).toEqual([]);
  });

  it('says one thing in one way, whichever room it stands in', () => {
    const twice = catalogues.flatMap(({ path, messages }) =>
      Object.entries(messages)
        .filter(([english, other]) => german.get(english) !== other)
        .map(([english, other]) => ({ path, english, other, elsewhere: german.get(english) })),
    );
    expect(twice).toEqual([]);
  });

  it('addresses the reader as "Sie"', () => {
    const familiar = [...german.values()].filter((text) =>
      /\b([Dd]u|[Dd]ein\w*|[Dd]ich|[Dd]ir)\b/u.test(text),
    );
    expect(familiar).toEqual([]);
  });
});

describe('the scanner', () => {
  it.each([
    ['<p>Hello there</p>', ['Hello there']],
    ['<p>{open ? "Close it" : say("Open it")}</p>', ['"Close it"']],
    ['<a title="Go">{name}</a>', ['"Go"']],
    ['<p>{`${count} new`}</p>', ['`${count} new`']],
    ['<kbd>Ctrl</kbd>', []],
    ['<p>· {name} –</p>', []],
    ['tellDone("It is done")', ['"It is done"']],
    ['say(message)', ['say(message)']],
  ])('in %s finds %j', (text, expected) => {
    const { unsaid } = messagesIn('page.tsx', `const shown = ${text};`);
    expect(unsaid.map((one) => one.replace(/^\S+ /, ''))).toEqual(expected);
  });

  it('reads what is in a message', () => {
    const { said: one } = messagesIn(
      'page.tsx',
      `say('{n, plural, other {# of {all}}}', { n, all })`,
    );
    expect(one).toEqual([
      { message: '{n, plural, other {# of {all}}}', values: ['n', 'all'], where: 'page.tsx:1' },
    ]);
    expect(placesOf('<b>{n, plural, one {#} other {# of {all}}}</b>')).toEqual(['all', 'b', 'n']);
  });
});
