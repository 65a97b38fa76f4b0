import { describe, expect, it, vi } from 'vitest';
import { MentionDetail } from '../../src/api/views.js';
import { triage } from '../../src/domain/triage.js';
import type { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { TriageStore } from '../../src/store/triage.store.js';
import { startApi } from '../support/api.js';

const api = await startApi();
const { make, database } = api;
const me = await api.as('community-manager');
const other = await api.as('community-manager');
const monitor = await make.monitor();
const source = await make.source();
const read = { complaint: 'complaint', sentiment: 'negative', topics: ['breakdown'] } as const;

let texts = 0;
async function aMention(contentHash: string, given: Partial<MentionEntity> = {}) {
  const author = await make.author();
  const base = { sourceId: source.id, monitorIds: [monitor.id], authorId: author.id, contentHash };
  const mention = await make.mention({ ...base, ...read, topics: ['breakdown'], ...given });
  await make.reading(mention.id);
  return mention.id;
}
/** Two exact copies of one text, and another text. */
async function copies(): Promise<[string, string, string]> {
  const hash = `text-${++texts}`;
  return [await aMention(hash), await aMention(hash), await aMention(`${hash}, another`)];
}
const path = (id: string) => `/mentions/${id}/correction`;
const put = (id: string, body: unknown, by = me) =>
  by.ask(MentionDetail, 'PUT', path(id), { body });
const takeBack = (id: string) => me.ask(MentionDetail, 'DELETE', path(id));
const show = (id: string) => me.get(MentionDetail, `/mentions/${id}`);
const decide = (...ids: string[]) =>
  new TriageStore(database).decide(ids, (candidates) => triage(candidates, 40));

describe('a correction', () => {
  it('is in force on exact copies at once, with who said it, and nowhere else', async () => {
    const [first, copy, another] = await copies();
    await put(first, { complaint: 'other' });
    const now = await show(copy);
    expect(now).toMatchObject({ complaint: 'other', sentiment: 'negative', corrected: true });
    expect(now.corrections).toMatchObject([
      { label: 'complaint', value: 'other', by: me.user.name, ofCopy: true },
    ]);
    expect(now.history.at(-1)?.what).toBe('corrected complaint to other (on an exact copy)');
    expect(await show(another)).toMatchObject({ complaint: 'complaint', corrected: false });
  });

  it('sends the copies to triage, too, where it holds', async () => {
    const [first, copy] = await copies();
    await decide(first, copy);
    const waiting = async () =>
      (await api.bus.overview()).find(({ name }) => name === 'triage')?.waiting ?? 0;
    const before = await waiting();
    await put(first, { complaint: 'other' });
    await vi.waitFor(async () => expect(await waiting()).toBe(before + 1));
    expect([...(await decide(first, copy))].sort()).toEqual([first, copy].sort());
    expect(await show(copy)).toMatchObject({ complaint: 'other', taskId: null });
  });

  it('holds on a copy that comes later', async () => {
    const hash = `text-${++texts}`;
    const first = await aMention(hash);
    await put(first, { complaint: 'other', urgency: 'now' });
    const late = await aMention(hash, { complaint: null, stage: 'new' });
    await decide(late);
    expect(await show(late)).toMatchObject({
      complaint: 'other',
      corrected: true,
      labels: { urgency: { level: 'now' } },
    });
  });

  it('on a copy replaces the one before: a text has one truth', async () => {
    const [first, copy] = await copies();
    await put(first, { complaint: 'other', sentiment: 'neutral' });
    await put(copy, { complaint: 'complaint' }, other);
    const now = await show(first);
    expect(now).toMatchObject({ complaint: 'complaint', sentiment: 'negative' });
    expect(now.corrections).toMatchObject([{ label: 'complaint', by: other.user.name }]);
  });

  it('is taken back from all of them, from any of them', async () => {
    const [first, copy] = await copies();
    await put(first, { complaint: 'other', topics: [] });
    await takeBack(copy);
    for (const id of [first, copy]) {
      const now = await show(id);
      expect(now).toMatchObject({ ...read, corrected: false, corrections: [] });
      expect(now.history.at(-1)?.what).toContain('took the correction back');
    }
  });

  it('stays with its mention when that is edited, and with the copies of the text that was judged', async () => {
    const [first, copy] = await copies();
    await put(first, { complaint: 'other' });
    await database.query(`UPDATE mention SET content_hash = 'edited-' || id WHERE id = $1`, [
      first,
    ]);
    expect((await show(first)).corrected).toBe(true);
    expect((await show(copy)).corrected).toBe(true);
  });

  it('of several copies by several people at once ends with one of them', async () => {
    const hash = `text-${++texts}`;
    const ids = await Promise.all(Array.from({ length: 4 }, () => aMention(hash)));
    await Promise.all(
      ids.map((id, n) =>
        put(id, { sentiment: n % 2 ? 'positive' : 'neutral' }, n % 2 ? me : other),
      ),
    );
    const labels = await Promise.all(ids.map(async (id) => (await show(id)).sentiment));
    expect(new Set(labels).size).toBe(1);
    const [{ count }] = await database.query<[{ count: number }]>(
      'SELECT count(*)::int AS count FROM correction WHERE content_hash = $1',
      [hash],
    );
    expect(count).toBe(1);
  });

  it('keeps what was said before with who said it, and what had been read when it was first said', async () => {
    const [id] = await copies();
    await put(id, { complaint: 'other' });
    const reading = { label: 'unsure', best: 'other', probability: 0.5 };
    await database.query(
      `UPDATE reading SET model = 'later', reading = jsonb_set(reading, '{complaint}', $2) WHERE mention_id = $1`,
      [id, JSON.stringify(reading)],
    );
    await put(id, { complaint: 'other', sentiment: 'neutral' }, other);
    expect((await show(id)).corrections).toMatchObject([
      { label: 'complaint', by: me.user.name },
      { label: 'sentiment', by: other.user.name },
    ]);
    await put(id, { complaint: 'complaint', sentiment: 'neutral' }, other);
    const rows = await database.query<{ label: string; model: string; read: unknown }[]>(
      'SELECT label, model, read FROM correction WHERE mention_id = $1 ORDER BY label',
      [id],
    );
    expect(rows).toMatchObject([
      { label: 'complaint', model: 'test-1', read: { label: 'complaint', probability: 0.9 } },
      { label: 'sentiment', model: 'later', read: { label: 'negative' } },
    ]);
  });
});

describe('labels that a list does not show', () => {
  const event = { kind: 'wait', quote: 'three hours on hold', probability: 0.8 } as const;
  const leaving = {
    stage: 'wavering',
    best: 'wavering',
    direction: 'to-us',
    probability: 0.7,
  } as const;
  const urgency = { level: 'soon', best: 'soon', reason: 'deadline', probability: 0.6 } as const;

  it('are the reading’s until a person says otherwise', async () => {
    const [id] = await copies();
    await make.reading(id, { touchpoint: 'delivery', effort: [event], leaving, urgency });
    expect((await show(id)).labels).toEqual({
      touchpoint: 'delivery',
      effort: [event],
      leaving,
      urgency,
    });
    const now = await put(id, {
      touchpoint: null,
      effort: ['wait', 'transfer'],
      leaving: 'decided',
      urgency: 'now',
    });
    expect(now.labels).toEqual({
      touchpoint: null,
      // The words that showed it stay with it; of what the person added there are none.
      effort: [
        { kind: 'wait', quote: 'three hours on hold', probability: 1 },
        { kind: 'transfer', quote: '', probability: 1 },
      ],
      leaving: { stage: 'decided', best: 'decided', direction: 'from-us', probability: 1 },
      urgency: { level: 'now', best: 'now', reason: 'deadline', probability: 1 },
    });
    expect(now.history.at(-1)?.what).toBe(
      'corrected touchpoint to none; effort to wait, transfer; leaving to decided; urgency to now',
    );
  });

  it('that a person gave make the priority', async () => {
    const [id] = await copies();
    await put(id, { leaving: 'decided', urgency: 'now', effort: ['wait'] });
    await decide(id);
    const reasons = (await show(id)).reasons.map(({ text }) => text);
    expect(reasons).toEqual(
      expect.arrayContaining([
        'signs of leaving: decided',
        'harm within about a day if nobody acts',
        'had to make an effort: wait',
      ]),
    );
    await put(id, { leaving: 'none', urgency: 'none', effort: [] });
    await decide(id);
    expect((await show(id)).reasons.map(({ text }) => text).join()).not.toMatch(
      /leaving|harm|effort/,
    );
  });

  it('leave no words of the author with the correction', async () => {
    const [id] = await copies();
    await make.reading(id, { effort: [event] });
    await put(id, { effort: [] });
    const [{ read: before }] = await database.query<[{ read: unknown }]>(
      'SELECT read FROM correction WHERE mention_id = $1',
      [id],
    );
    expect(before).toEqual(['wait']);
  });

  it.each([
    ['a stage that there is not', { leaving: 'gone' }],
    ['"unsure"', { urgency: 'unsure' }],
    ['a touchpoint that there is not', { touchpoint: 'moon' }],
    ['an effort that there is not', { effort: ['sighing'] }],
  ])('cannot be %s', async (_what, body) => {
    const [id] = await copies();
    expect((await me.send('PUT', `/api/v1${path(id)}`, { body })).status).toBe(400);
  });
});
