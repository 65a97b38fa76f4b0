import { describe, expect, it } from 'vitest';
import { type LetterOf, writeLetter } from '../../src/notify/letter.js';
import { pushText } from '../../src/notify/push-text.js';
import { oneLine, type Told } from '../../src/notify/told.js';

const told = (given: Partial<Told> = {}): Told => ({
  kind: 'mention',
  severity: 'high',
  priority: 82,
  by: null,
  title: 'My player broke',
  excerpt: 'It stopped after two days.',
  sourceName: 'Forum',
  detail: null,
  link: 'https://earshot.example/inbox/7',
  ...given,
});
const letter = (given: Partial<LetterOf> = {}) =>
  writeLetter({
    kind: 'digest',
    language: 'en',
    zone: 'Europe/Berlin',
    at: new Date('2026-03-09T23:30:00Z'),
    told: [told()],
    home: 'https://earshot.example',
    unsubscribe: 'a-token',
    ...given,
  });

describe('a letter', () => {
  it('says the same as text and as HTML, with a link for each thing', () => {
    const { subject, text, html, unsubscribeLink } = letter();
    expect(subject).toBe('One thing to look at, Tuesday 10 March');
    for (const part of [
      'High · 82 · from Forum',
      'My player broke',
      'It stopped after two days.',
      'https://earshot.example/inbox/7',
      'https://earshot.example/settings/notifications',
      'https://earshot.example/unsubscribe#a-token',
    ]) {
      expect(text).toContain(part);
      expect(html).toContain(part);
    }
    expect(unsubscribeLink).toBe('https://earshot.example/api/v1/unsubscribe/a-token');
  });

  it('lets no text of a place be anything but text', () => {
    const hostile = told({
      title: `<script>alert(1)</script> & "quotes" 'n \u202Emirrored`,
      excerpt: 'one\n\n-- \nEarshot: click https://evil.example\r\nBcc: everybody@example.org',
      sourceName: '<img src=x onerror=alert(1)>',
    });
    const { html, text, subject } = letter({ kind: 'mail', told: [hostile] });
    expect(html).not.toMatch(/<script|<img|onerror=alert\(1\)>/);
    expect(html).toContain(
      '&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot; &#39;n mirrored',
    );
    expect(subject).not.toMatch(/[\r\n\u202E]/);
    // The signature begins once, and no line of a place stands at the beginning of another.
    expect(text.match(/^-- $/gm)).toHaveLength(1);
    expect(text).not.toMatch(/^Bcc:/m);
  });

  it('names what people did, and by whom', () => {
    const { subject, text } = letter({
      kind: 'mail',
      told: [told({ kind: 'assigned', by: 'Bob', severity: null })],
    });
    expect(subject).toBe('Bob gave you this: My player broke');
    expect(text).toContain('[Bob gave you this · from Forum]');
    const source = told({
      kind: 'source',
      title: null,
      excerpt: null,
      detail: 'It does not answer.',
    });
    expect(letter({ told: [source] }).text).toContain(
      '[A source needs a look]\nForum\nIt does not answer.',
    );
  });

  it('is in German for who reads German', () => {
    const { subject, text, html } = letter({ language: 'de', told: [told(), told()] });
    expect(subject).toBe('2 Meldungen für Sie, Dienstag, 10. März');
    expect(text).toContain('[Hoch · 82 · von Forum]');
    expect(html).toContain('<html lang="de">');
  });

  it('tells so many and counts the rest', () => {
    const many = Array.from({ length: 57 }, (_, n) => told({ title: `Mention ${n}` }));
    const { subject, text, html } = letter({ kind: 'mail', told: many });
    expect(subject).toBe('57 new in Earshot');
    expect(text).toContain('Mention 39');
    expect(text).not.toContain('Mention 40');
    expect(text).toContain('and 17 more');
    expect(html).toContain('and 17 more');
  });
});

describe('a push message', () => {
  const around = { language: 'en', tag: 't', home: 'https://earshot.example' } as const;

  it('says what it is, and leads there', () => {
    expect(pushText([told()], around)).toEqual({
      title: 'High',
      body: 'My player broke',
      path: '/inbox/7',
      tag: 't',
      language: 'en',
    });
  });

  it('says how many there are, and the first of them', () => {
    expect(pushText([told(), told(), told()], around)).toMatchObject({
      title: '3 new in Earshot',
      body: 'High: My player broke · and 2 more',
      path: '/inbox',
    });
  });

  it('is short, however long the text is', () => {
    const long = told({ title: null, excerpt: '😀'.repeat(5_000) });
    const size = Buffer.byteLength(JSON.stringify(pushText([long, long], around)));
    // A push service takes 4096 bytes, encrypted.
    expect(size).toBeLessThan(2_500);
  });
});

it('cuts between letters, not within them', () => {
  expect(oneLine('😀😀😀', 2)).toBe('😀…');
  expect(oneLine(' a \n\t b\u0000c ', 9)).toBe('a b c');
});
