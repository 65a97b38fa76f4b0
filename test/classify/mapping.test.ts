import { describe, expect, it } from 'vitest';
import type { LabelledText } from '../../src/classify/training/dataset.js';
import { mapRow, playedByDemo } from '../../src/classify/training/mapping.js';
import { PERMISSIVE_SETS } from '../../src/classify/training/examples.js';
import { TAUGHT_TOPICS } from '../../src/classify/training/lessons.js';
import { loadTaxonomy } from '../../src/classify/shipped-reader.js';

const row = (labels: string[], more: Partial<LabelledText> = {}): LabelledText => ({
  id: '150_3',
  text: 'some text',
  labels,
  several: labels.length !== 1,
  language: 'en',
  row: {},
  ...more,
});

describe('mapRow', () => {
  it('takes intents that presuppose a failure for complaints, questions for none', () => {
    expect(mapRow('banking77', row(['transaction_charged_twice']))).toMatchObject({
      complaint: 'complaint',
      sentiment: 'negative',
      topics: ['billing-charges'],
    });
    expect(mapRow('banking77', row(['visa_or_mastercard']))).toMatchObject({
      complaint: 'other',
      sentiment: 'neutral',
      topics: [],
    });
    expect(mapRow('nlupp_banking', row(['card', 'wrong_notworking_notshowing'])).complaint).toBe(
      'complaint',
    );
    expect(mapRow('nlupp_hotels', row(['booking', 'request_info'])).complaint).toBe('other');
  });

  it('leaves out what the label leaves open', () => {
    expect(mapRow('banking77', row(['request_refund']))).toMatchObject({
      complaint: null,
      topics: ['refund'],
    });
    expect(mapRow('banking77', row(['an_intent_of_tomorrow']))).toMatchObject({
      complaint: null,
      topics: null,
    });
    expect(mapRow('nlupp_banking', row(['refund', 'why'])).complaint).toBeNull();
    expect(mapRow('goemotions', row(['annoyance']))).toMatchObject({
      complaint: null,
      sentiment: 'negative',
    });
    expect(mapRow('goemotions', row(['joy', 'anger'])).sentiment).toBeNull();
    expect(mapRow('goemotions', row(['surprise'])).sentiment).toBeNull();
    expect(mapRow('vader_tweets', row(['negative'])).complaint).toBeNull();
    expect(mapRow('vader_amazon', row(['neutral'])).complaint).toBeNull();
  });

  it('reads faults found in reviews as complaints, and editorials as none', () => {
    expect(mapRow('uci_sentences', row(['negative'])).complaint).toBe('complaint');
    expect(mapRow('vader_amazon', row(['negative'])).complaint).toBe('complaint');
    expect(mapRow('vader_nyt', row(['negative']))).toMatchObject({
      complaint: 'other',
      sentiment: 'negative',
    });
  });

  it('learns nothing from the reviews that the demo plays', () => {
    for (const id of ['1_2', '100_9', '215_1', '309_4']) {
      expect(playedByDemo(id)).toBe(true);
      expect(mapRow('vader_amazon', row(['negative'], { id }))).toMatchObject({
        complaint: null,
        sentiment: null,
      });
    }
    for (const id of ['101_1', '214_7']) expect(playedByDemo(id)).toBe(false);
  });

  it('drops the Vietnamese rows of uci_sentences', () => {
    const text = 'Tôi không thể rút tên được';
    expect(mapRow('uci_sentences', row(['positive'], { text }))).toMatchObject({ sentiment: null });
  });

  it('knows no set but the permissive ones', () => {
    for (const set of ['complaints_acl19', 'airline', 'semeval17_sentiment', 'app_reviews']) {
      expect(Object.keys(PERMISSIVE_SETS)).not.toContain(set);
      expect(mapRow(set, row(['1']))).toMatchObject({
        complaint: null,
        sentiment: null,
        topics: null,
      });
    }
  });

  it('teaches topics of the taxonomy only', () => {
    const keys = loadTaxonomy().topics.map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(TAUGHT_TOPICS));
  });
});
