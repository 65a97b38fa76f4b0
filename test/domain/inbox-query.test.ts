import { describe, expect, it } from 'vitest';
import {
  completionsAt,
  fieldsOf,
  parseInboxQuery,
  type Condition,
  type Vocabulary,
} from '../../src/domain/inbox-query.js';

const NAMES: Vocabulary = {
  me: { id: '1', name: 'Ann Lee' },
  people: [
    { id: '1', name: 'Ann Lee' },
    { id: '2', name: 'Anton Groß' },
    { id: '3', name: 'Bo' },
  ],
  sources: [
    { id: '7', name: 'Town talk' },
    { id: '8', name: 'Reddit' },
  ],
  monitors: [{ id: '4', name: 'Apex' }],
  topics: [
    { id: 'late', name: 'Comes late' },
    { id: 'breakdown', name: 'Breaks down' },
  ],
  labels: ['VIP', 'press'],
  now: new Date('2026-11-22T10:00:00Z'),
  zone: 'Europe/Berlin',
};

const parse = (typed: string, names = NAMES) => parseInboxQuery(typed, names);
const conditionOf = (typed: string): Condition | null => {
  const { condition, faults } = parse(typed);
  expect(faults).toEqual([]);
  return condition;
};
const words = (all: string, begins = false): Condition => ({
  kind: 'words',
  phrase: { words: all.split(' ').map((word, n) => ({ word, place: n + 1 })), begins },
});
const asked = (typed: string): unknown => {
  const condition = conditionOf(typed);
  return condition?.kind === 'field' ? condition.asked : condition;
};

describe('words', () => {
  it('must all be there, and the last may be the beginning of one', () => {
    expect(conditionOf('Zen warr')).toEqual({
      kind: 'all',
      of: [words('zen'), words('warr', true)],
    });
    expect(conditionOf('warr* zen')).toMatchObject({
      of: [words('warr', true), words('zen', true)],
    });
    // Two letters are in nearly every text.
    expect(conditionOf('zen to')).toMatchObject({ of: [words('zen'), words('to')] });
  });

  it.each([
    ['"repeated information"', 'repeated information'],
    ['„kein Anschluss“', 'kein anschluss'],
    ['«pas du tout»', 'pas du tout'],
    ['“full stop”', 'full stop'],
  ])('in quotes of any kind stand in a row: %s', (typed, row) => {
    expect(conditionOf(typed)).toEqual(words(row));
  });

  it('with signs in them are a row of words', () => {
    expect(conditionOf('ad-2600 x')).toMatchObject({ of: [words('ad 2600'), words('x')] });
    expect(conditionOf("it's")).toEqual(words('it s'));
    expect(conditionOf('https://forum.example/t')).toEqual(words('https forum example t'));
  });

  it('of other scripts are found: umlauts, signs without spaces, emoji', () => {
    expect(conditionOf('STRASSE')).toEqual(conditionOf('straße'));
    expect(conditionOf('ＡＰＥＸ')).toEqual(conditionOf('apex'));
    expect(conditionOf('返品')).toEqual(words('返 品'));
    expect(conditionOf('😡')).toEqual({
      kind: 'words',
      phrase: { words: [{ word: '😡', place: 1 }], begins: false },
    });
    expect(conditionOf('"👍🏽 great"')).toEqual(conditionOf('"👍 great"'));
  });

  it('are excluded by a hyphen before them', () => {
    expect(conditionOf('zen -spam -"buy now"')).toEqual({
      kind: 'all',
      of: [words('zen'), { kind: 'not', of: words('spam') }, { kind: 'not', of: words('buy now') }],
    });
  });

  it('are joined by OR before everything else', () => {
    expect(conditionOf('slow OR late refund')).toEqual({
      kind: 'all',
      of: [{ kind: 'any', of: [words('slow'), words('late')] }, words('refund', true)],
    });
    expect(conditionOf('a1 OR b1 OR topic:late')).toMatchObject({ kind: 'any', of: { length: 3 } });
    expect(conditionOf('this or that')).toMatchObject({ kind: 'all', of: { length: 3 } });
  });

  it('may have signs between them, which say nothing; alone these are refused', () => {
    expect(conditionOf('R & D')).toEqual(conditionOf('R D'));
    expect(parse('!!! ???').faults).toMatchObject([{ kind: 'nothing-searchable' }]);
    expect(parse('   ')).toMatchObject({ condition: null, faults: [] });
  });
});

describe('fields', () => {
  it.each<[string, unknown]>([
    ['status:new,doing', { field: 'status', of: ['new', 'doing'] }],
    ['source:"Town talk",Reddit', { field: 'source', ids: ['7', '8'] }],
    ['SOURCE:town', { field: 'source', ids: ['7'] }],
    ['topic:late', { field: 'topic', keys: ['late'], none: false }],
    ['topic:"comes late",none', { field: 'topic', keys: ['late'], none: true }],
    ['owner:me', { field: 'owner', ids: ['1'], nobody: false }],
    ['owner:none,bo', { field: 'owner', ids: ['3'], nobody: true }],
    ['is:overdue', { field: 'is', of: ['overdue'] }],
    ['is:done', { field: 'status', of: ['done'] }],
    ['label:vip', { field: 'label', labels: ['VIP'] }],
    ['author:@Jane_Doe', { field: 'author', names: [{ name: 'jane_doe', begins: false }] }],
    ['author:jan*', { field: 'author', names: [{ name: 'jan', begins: true }] }],
    ['effort:repeat_contact', { field: 'effort', of: ['repeat-contact'] }],
    ['leaving:left-and-telling', { field: 'leaving', of: ['left-and-telling'] }],
    ['urgency:now', { field: 'urgency', of: ['now'] }],
    ['touchpoint:support', { field: 'touchpoint', of: ['support'] }],
    ['complaint:unsure', { field: 'complaint', of: ['unsure'] }],
    ['sentiment:negative', { field: 'sentiment', of: ['negative'] }],
    ['want:refund', { field: 'want', of: ['refund'] }],
    ['lang:DE', { field: 'lang', codes: ['de'] }],
    ['has:note,copies', { field: 'has', of: ['note', 'copies'] }],
    ['monitor:apex', { field: 'monitor', ids: ['4'] }],
    [
      'rating:1-2,5',
      {
        field: 'rating',
        ranges: [
          { from: 1, to: 2 },
          { from: 5, to: 5 },
        ],
      },
    ],
    ['rating:<=2', { field: 'rating', ranges: [{ from: null, to: 2 }] }],
    ['due:none', { field: 'due', ranges: [], none: true }],
  ])('%s', (typed, expected) => {
    expect(asked(typed)).toEqual(expected);
  });

  it('read days where the reader is, over a change of the clocks, too', () => {
    const posted = (from: string | null, to: string | null) => ({
      field: 'posted',
      range: { from, to },
    });
    expect(asked('after:today')).toEqual(posted('2026-11-21T23:00:00.000Z', null));
    expect(asked('before:2026-10-26')).toEqual(posted(null, '2026-10-25T23:00:00.000Z'));
    expect(asked('before:25.10.2026')).toEqual(posted(null, '2026-10-24T22:00:00.000Z'));
    expect(asked('after:2026-11')).toEqual(posted('2026-10-31T23:00:00.000Z', null));
    expect(asked('after:7d')).toEqual(posted('2026-11-15T10:00:00.000Z', null));
    expect(asked('due:tomorrow')).toEqual({
      field: 'due',
      ranges: [{ from: '2026-11-22T23:00:00.000Z', to: '2026-11-23T23:00:00.000Z' }],
      none: false,
    });
    expect(parse('after:2026-02-30').faults).toMatchObject([{ kind: 'unknown-value' }]);
  });

  it('of two kinds under one name are either', () => {
    expect(conditionOf('is:unowned,done')).toMatchObject({ kind: 'any', of: { length: 2 } });
    expect(conditionOf('-is:gone')).toMatchObject({ kind: 'not' });
  });
});

describe('what is wrong is said, with what to write instead', () => {
  it.each<[string, string, string | null]>([
    ['stauts:new', 'unknown-field', 'status:new'],
    ['-sorce:Reddit', 'unknown-field', '-source:Reddit'],
    ['note: call back', 'unknown-field', '"note:"'],
    ['status:nwe', 'unknown-value', 'new'],
    ['source:Redit', 'unknown-value', 'Reddit'],
    ['source:Facebook', 'unknown-value', null],
    ['owner:an', 'unknown-value', '"Ann Lee"'],
    ['topic:', 'no-value', 'topic:delivery'],
    ['lang:german', 'unknown-value', null],
    ['rating:lots', 'unknown-value', null],
    ['"half a quote', 'not-closed', '"half a quote"'],
    ['(refund OR broken)', 'bracket', 'refund'],
    ['OR late', 'lonely-or', '"OR"'],
    ['late OR', 'lonely-or', '"OR"'],
    ['late OR ???', 'lonely-or', '"OR"'],
    ['a*', 'nothing-searchable', null],
  ])('%s', (typed, kind, instead) => {
    const { faults, condition, text } = parse(typed);
    expect(faults[0]).toMatchObject({ kind, instead });
    expect(faults[0]?.says).toMatch(/\S.*[.]$|:$|$/u);
    expect(condition).toBeNull();
    expect(text).toBe(typed);
  });

  it('names the place', () => {
    const [fault] = parse('late status:new,nwe').faults;
    expect('late status:new,nwe'.slice(fault?.start, fault?.end)).toBe('nwe');
  });

  it('"me" needs somebody who asks', () => {
    const nobody = { ...NAMES, me: null };
    expect(parse('is:mine', nobody).faults).toHaveLength(1);
    expect(parse('owner:me', nobody).faults).toHaveLength(1);
  });
});

describe('hostile input', () => {
  it.each([
    ['long', 'x'.repeat(20_000), 'too-long'],
    ['thousands of terms', 'ab '.repeat(600), 'too-many'],
    ['quotes', '"'.repeat(1_999), 'too-many'],
    ['hyphens', '-'.repeat(2_000), 'nothing-searchable'],
    ['colons', 'a:'.repeat(900), 'unknown-field'],
    ['commas', `topic:${','.repeat(1_900)}`, 'no-value'],
  ])('has a clear answer: %s', (_what, typed, kind) => {
    expect(parse(typed).faults.map((fault) => fault.kind)).toContain(kind);
  });

  it.each(["' | 'qq' & \\ ! <->", ':*', 'a:*b', '\\', '%_', 'ﷺ', '\u202Eabc', '\u0301', '🏳️‍🌈', 'é'])(
    'never throws: %j',
    (typed) => {
      expect(() => parse(typed)).not.toThrow();
    },
  );
});

describe('written back', () => {
  it.each([
    'zen -spam "in a row" topic:late,none',
    'a1 OR -source:"Town talk",Reddit is:overdue',
    'owner:me,none has:copies rating:1-2 after:7d lang:de warr* ende',
  ])('is the same query: %s', (typed) => {
    const { text, condition } = parse(typed);
    expect(text).toBe(typed);
    expect(parse(text).condition).toEqual(condition);
  });

  it('is plain, and says its parts in words', () => {
    const { text, parts } = parse('  STATUS:New  -source:"town talk"  „zu spät“ ');
    expect(text).toBe('status:new -source:"Town talk" "zu spät"');
    expect(parts.map(({ says }) => says)).toEqual([
      'status is new',
      'source is not Town talk',
      'has "zu spät"',
    ]);
  });
});

describe('completions', () => {
  const at = (typed: string) => completionsAt(typed, typed.length, NAMES).map(({ text }) => text);

  it('give fields, then their values', () => {
    expect(at('so')).toEqual(['source:']);
    expect(at('-so')).toEqual(['-source:']);
    expect(at('source:t')).toEqual(['"Town talk"', 'Reddit']);
    expect(at('status:new,do')).toEqual(['doing', 'done']);
    expect(at('owner:')).toContain('me');
    expect(at('zen ')).toContain('author:');
    expect(at('nothing:x')).toEqual([]);
  });

  it('take the place of what is being typed', () => {
    const typed = 'zen status:new,do more';
    const [first] = completionsAt(typed, 17, NAMES);
    expect(typed.slice(first?.start, first?.end)).toBe('do');
  });

  it('every field has an example that is understood', () => {
    const names = { ...NAMES, topics: [{ id: 'delivery', name: 'Delivery' }] };
    const named = { ...names, monitors: NAMES.sources };
    for (const { example } of fieldsOf(named)) expect(parse(example, named).faults).toEqual([]);
  });
});
