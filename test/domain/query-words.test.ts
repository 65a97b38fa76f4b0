import { describe, expect, it } from 'vitest';
import { compileQuery } from '../../src/domain/query.js';
import { wordsHeard } from '../../src/domain/query-words.js';

const heard = (
  terms: { any?: string[]; all?: string[]; none?: string[] },
  text: string,
  title: string | null = null,
) => wordsHeard({ any: [], all: [], none: [], ...terms }, { title, text });

describe('the words that a monitor heard', () => {
  it('are as they stand in the text, whatever their case and form', () => {
    expect(heard({ any: ['apex'] }, 'My APEX and ＡＰＥＸ and Apex.')).toEqual([
      'APEX',
      'ＡＰＥＸ',
      'Apex',
    ]);
    expect(heard({ any: ['strasse'] }, 'In der Straße')).toEqual(['Straße']);
    expect(heard({ any: ['apex'] }, 'my ap\u00adex broke')).toEqual(['ap\u00adex']);
  });

  it('are whole words, phrases, and beginnings where a term ends in a star', () => {
    expect(heard({ any: ['apex'] }, 'apexes')).toEqual([]);
    expect(heard({ any: ['apex*'] }, 'apexes, Apex-Player')).toEqual(['apexes', 'Apex']);
    expect(heard({ any: ['apex player'] }, 'an Apex, player and Apex-player')).toEqual([
      'Apex, player',
      'Apex-player',
    ]);
  });

  it('are found in the title, too, but no phrase reaches from it into the text', () => {
    expect(heard({ any: ['apex'] }, 'nothing', 'Apex')).toEqual(['Apex']);
    expect(heard({ any: ['apex player'] }, 'player', 'Apex')).toEqual([]);
  });

  it('are found in scripts that put no space between words', () => {
    expect(heard({ any: ['東京'] }, '今日は東京にいる')).toEqual(['東京']);
  });

  it('are those of the terms that are there, never of those that are excluded', () => {
    expect(
      heard({ all: ['apex'], any: ['late', 'slow'], none: ['film'] }, 'film: Apex is late'),
    ).toEqual(['Apex', 'late']);
  });

  it('are there whenever the query matches by its words', () => {
    const texts = ['Apex', 'a b apex c', 'ａｐｅｘ', 'x東apex京', 'A\u200bPEX', 'Ápex', 'apex1'];
    for (const any of [['apex'], ['ap*'], ['apex', 'b apex']])
      for (const text of texts) {
        const query = { any, all: [], none: [] };
        const { matched } = compileQuery(query)({ title: null, text });
        expect([text, wordsHeard(query, { title: null, text }).length > 0]).toEqual([
          text,
          matched,
        ]);
      }
  });
});
