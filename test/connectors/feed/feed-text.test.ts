import { describe, expect, it } from 'vitest';
import { atomKind, toText } from '../../../src/connectors/feed/construct.js';
import { readDate } from '../../../src/connectors/text/dates.js';
import { decodeText } from '../../../src/connectors/text/decode.js';
import { htmlToText, looksLikeHtml } from '../../../src/connectors/text/plain-text.js';

describe('htmlToText', () => {
  it.each([
    ['<p>a</p><p>b</p>', 'a\n\nb'],
    ['a<br>b<br/>c', 'a\nb\nc'],
    ['a<br><br>b', 'a\n\nb'],
    ['<div>a</div> <div><p>b</p></div>', 'a\n\nb'],
    ['<ul><li>a</li><li>b</li></ul>c', 'a\nb\n\nc'],
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc'],
    ['a\n b &nbsp; c', 'a b c'],
    ['<pre>a\n  b</pre>', 'a\nb'],
    ['x<script>if (a < b) y()</script><style>p{}</style>z', 'xz'],
    ['<a href="x>y">link</a>', 'link'],
    ['5 < 8 &amp;&lt;p&gt;', '5 < 8 &<p>'],
    ['one<!-- not this -->two', 'onetwo'],
    ['<![CDATA[kept]]>', 'kept'],
    ["<!' <b>odd</b>", "<!' odd"],
    ['a\0b\u0007c', 'abc'],
    ['<template><p>no</p></template>yes', 'yes'],
    ['&#8217;&rsquo;&copy', '’’©'],
    ['so <img src="x.png" class="wp-smiley" alt="😡" /> angry', 'so 😡 angry'],
    ["<img alt='&#x1f44d;' class='emoji emoji-x'>", '👍'],
    ['a <img class="smilies" alt=":(" > b', 'a :( b'],
    ['<img class="photo" alt="a kettle">no <img alt="b">images', 'no images'],
    ['<script><img class="emoji" alt="x"></script>none', 'none'],
  ])('%j → %j', (html, text) => expect(htmlToText(html)).toBe(text));
});

describe('looksLikeHtml', () => {
  it.each(['<p>x', 'a<br/>b', 'AT&amp;T', '&#39;', '<!-- x'])('%s does', (text) =>
    expect(looksLikeHtml(text)).toBe(true),
  );
  it.each(['5 < 8', '<BIGCO>', 'R&D; fine', 'I <3 you', 'a <p'])('%s does not', (text) =>
    expect(looksLikeHtml(text)).toBe(false),
  );
});

describe('Atom text constructs', () => {
  it.each([
    [null, null, 'text'],
    ['html', null, 'html'],
    ['xhtml', null, 'inline'],
    ['text/plain', null, 'text'],
    ['text/html; charset=x', null, 'html'],
    ['image/svg+xml', null, 'inline'],
    ['application/octet-stream', null, 'base64'],
    ['text/html', 'escaped', 'html'],
    ['text/plain', 'escaped', 'text'],
    ['text/html', 'xml', 'inline'],
    ['text/html', 'base64', 'base64'],
    ['', null, 'text'],
  ])('type %s mode %s is %s', (type, mode, kind) => expect(atomKind(type, mode)).toBe(kind));

  it('takes for base64 only what is', () => {
    const base64 = (content: string) => toText({ content, hasElements: false, kind: 'base64' });
    expect(base64('SGVsbG8gPGI+eW91PC9iPg==')).toBe('Hello you');
    expect(base64('test')).toBe('test');
    expect(base64('not base64!')).toBe('not base64!');
    // In a time that does not grow with the square of the length.
    expect(base64(`${' '.repeat(500_000)}not base64!`)).toBe('not base64!');
  });
});

describe('readDate', () => {
  it.each([
    ['2024-10-02T08:00:00Z', '2024-10-02T08:00:00.000Z'],
    ['2024-10-02T08:00:00.25+02:00', '2024-10-02T06:00:00.250Z'],
    ['2024-10-02 08:00:00', '2024-10-02T08:00:00.000Z'],
    ['2024-10-02T08:00+0130', '2024-10-02T06:30:00.000Z'],
    ['20241002T080000Z', '2024-10-02T08:00:00.000Z'],
    ['2024-276', '2024-10-02T00:00:00.000Z'],
    ['2024', '2024-01-01T00:00:00.000Z'],
    ['Wed, 02 Oct 2024 08:00:00 GMT', '2024-10-02T08:00:00.000Z'],
    ['Wed, 2 October 24 08:00 +0200', '2024-10-02T06:00:00.000Z'],
    ['2 Oct 2024 08:00:00 PM EST', '2024-10-03T01:00:00.000Z'],
    ['Wed Oct  2 08:00:00 2024', '2024-10-02T08:00:00.000Z'],
    ['Wed Oct 02 08:00:00 CEST 2024', '2024-10-02T06:00:00.000Z'],
    ['02-Oct-2024 08:00', '2024-10-02T08:00:00.000Z'],
    ['October 2nd, 2024', '2024-10-02T00:00:00.000Z'],
    ['Mon, 02 Oct 98 00:00:00 UTC', '1998-10-02T00:00:00.000Z'],
    ['Sat, 31 Dec 2016 23:59:60 GMT', '2017-01-01T00:00:00.000Z'],
    ['Wed, 02 Oct 2024 08:00:00 GMT-01:00', '2024-10-02T09:00:00.000Z'],
  ])('%s → %s', (text, instant) => expect(readDate(text)).toBe(instant));

  it.each(['', 'yesterday', '2024-13-01', '0001-01-01T00:00:00Z', '1 2 3', '25:61', 'Oct 2024'])(
    '%j is none',
    (text) => expect(readDate(text)).toBeNull(),
  );
});

describe('decodeText', () => {
  const koi8 = Buffer.from([0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4]);
  const declared = (encoding: string, body: Uint8Array): Buffer =>
    Buffer.concat([Buffer.from(`<?xml version="1.0" encoding="${encoding}"?>`), body]);

  it.each([
    ['the header', koi8, 'text/xml; charset=koi8-r', 'Привет'],
    ['the declaration', declared('koi8-r', koi8), undefined, 'Привет'],
    [
      'the declaration before a Latin-1 header',
      declared('koi8-r', koi8),
      'text/xml; charset=iso-8859-1',
      'Привет',
    ],
    [
      'the header before the declaration',
      declared('utf-8', koi8),
      'text/xml; charset=koi8-r',
      'Привет',
    ],
    [
      'valid UTF-8 before all labels',
      declared('koi8-r', Buffer.from('Привет')),
      'x; charset=big5',
      'Привет',
    ],
    ['a byte order mark', Buffer.from('\ufeffПривет'), undefined, 'Привет'],
    ['an unknown label as none', Buffer.from('Привет'), 'text/xml; charset=nonsense', 'Привет'],
    [
      'Windows characters under Latin-1',
      Buffer.from([0x93, 0x80, 0x94]),
      'x; charset=iso-8859-1',
      '“€”',
    ],
    ['ISO-2022-JP', Buffer.from('\x1b$B%2!<%`\x1b(B'), 'x; charset=iso-2022-jp', 'ゲーム'],
    [
      'damaged UTF-8',
      Buffer.concat([Buffer.from('Привет'), Buffer.from([0xd0])]),
      undefined,
      'Привет\ufffd',
    ],
    ['C1 controls as what was meant', Buffer.from('don\u0092t'), undefined, 'don’t'],
  ])('goes by %s', (_name, bytes, contentType, text) => {
    expect(decodeText(bytes, contentType)).toMatch(new RegExp(`${text}$`));
  });

  it('leaves no half surrogates', () => {
    expect(decodeText(Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]))).toBe(
      '\ufeff\ufffdA'.slice(1),
    );
  });
});
