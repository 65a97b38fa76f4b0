import { describe, expect, it } from 'vitest';
import type { ProposalView, View } from '../../src/api/views.js';
import {
  accepted,
  addTopic,
  blankTopic,
  changedKeys,
  freeKey,
  keyOf,
  merged,
  missingIn,
  topicAt,
  withoutTopic,
  withTopic,
} from '../../src/web/topics/editing/draft.js';
import { makeTaxonomy, makeTopic } from '../support/topics.js';

const draft = makeTaxonomy(
  [makeTopic('a'), makeTopic('b', { group: 'other', touchpoint: 'shop', team: 'retail' })],
  {
    groups: [
      { key: 'all', name: 'All' },
      { key: 'other', name: 'Other' },
    ],
  },
);
const proposal = {
  draft: {
    key: 'voucher-code',
    name: 'Voucher code, till',
    touchpoint: 'shop',
    seeds: { strong: ['voucher code'], likely: ['till'] },
    examples: ['one', 'two'],
  },
} as View<typeof ProposalView>;

describe('a draft of the topics', () => {
  it('knows what was changed, added and removed', () => {
    const a = makeTopic('a', { name: 'Another name' });
    const now = withoutTopic(withTopic(addTopic(draft, makeTopic('c')), a), 'b');
    expect(changedKeys(draft, now)).toEqual({ changed: ['a', 'c'], removed: ['b'] });
    expect(changedKeys(draft, withTopic(draft, makeTopic('a')))).toEqual({
      changed: [],
      removed: [],
    });
  });

  it('puts a new topic behind the last one of its group', () => {
    const keys = addTopic(draft, makeTopic('c')).topics.map(({ key }) => key);
    expect(keys).toEqual(['a', 'c', 'b']);
    const last = addTopic(draft, makeTopic('d', { group: 'none yet' })).topics.at(-1);
    expect(last?.key).toBe('d');
  });

  it('makes keys of names, none twice', () => {
    expect(keyOf('Café: 2 × zu spät!')).toBe('cafe-2-zu-spat');
    expect(keyOf('24/7')).toBe('topic');
    expect(keyOf('x'.repeat(80))).toHaveLength(40);
    expect(freeKey(addTopic(draft, makeTopic('a-2')), 'a')).toBe('a-3');
    expect(blankTopic(draft, 'A', 'other')).toMatchObject({ key: 'a-2', team: 'retail' });
  });

  it('makes a topic of a proposal, beside those of its touchpoint', () => {
    const made = accepted(draft, proposal);
    expect(topicAt(made.draft, made.key)).toMatchObject({
      key: 'voucher-code',
      group: 'other',
      team: 'retail',
      touchpoint: 'shop',
      seeds: { strong: ['voucher code'], likely: ['till'] },
    });
    expect(missingIn(makeTopic('x', { examples: ['one'] }))).toContain('two examples');
    const topic = topicAt(made.draft, made.key);
    expect(topic && missingIn(topic)).toBeNull();
  });

  it('merges a proposal into a topic, without saying anything twice', () => {
    const twice = merged(merged(draft, 'a', proposal), 'a', proposal);
    expect(topicAt(twice, 'a')).toMatchObject({
      seeds: { strong: ['a fault', 'voucher code'], likely: ['till'] },
      examples: ['My a is bad.', 'I hate this a.', 'one', 'two'],
    });
    expect(merged(draft, 'gone', proposal)).toBe(draft);
  });
});
