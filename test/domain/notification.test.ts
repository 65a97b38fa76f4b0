import { describe, expect, it } from 'vitest';
import {
  type Channel,
  channelsFor,
  type NotificationRules,
  severityOf,
  type SeverityRow,
  type Tellable,
  USUAL_RULES,
  wants,
  without,
} from '../../src/domain/notification.js';

const row = (given: Partial<SeverityRow> = {}): SeverityRow => ({
  low: [],
  middle: [],
  high: [],
  urgent: [],
  ...given,
});
const MUTED = row();
const rules = (given: Partial<NotificationRules> = {}): NotificationRules => ({
  ...USUAL_RULES,
  ...given,
});
const mention = (given: Partial<Tellable> = {}): Tellable => ({
  topics: ['refund'],
  severity: 'high',
  complaint: 'complaint',
  monitorIds: ['1'],
  ...given,
});

describe('how pressing a mention is', () => {
  it.each([
    [0, null, 'low'],
    [39, 'soon', 'low'],
    [40, 'none', 'middle'],
    [69, null, 'middle'],
    [70, null, 'high'],
    [100, 'soon', 'high'],
    [0, 'now', 'urgent'],
  ] as const)('priority %d, urgency %s: %s', (priority, urgency, expected) => {
    expect(severityOf(priority, urgency)).toBe(expected);
  });
});

describe('how a person hears of a mention', () => {
  it('is as the row of its topic says, at its severity', () => {
    const chosen = rules({
      every: row({ low: ['digest'], middle: ['digest'], high: ['digest'], urgent: ['digest'] }),
      topics: { refund: row({ high: ['mail', 'app'], urgent: ['push'] }) },
    });
    expect(channelsFor(chosen, mention())).toEqual(['app', 'mail']);
    expect(channelsFor(chosen, mention({ severity: 'urgent' }))).toEqual(['push']);
    expect(channelsFor(chosen, mention({ severity: 'low' }))).toEqual([]);
    expect(channelsFor(chosen, mention({ topics: ['other'] }))).toEqual(['digest']);
    expect(channelsFor(chosen, mention({ topics: [] }))).toEqual(['digest']);
  });

  it('is by all ways that one of its topics asks for; a muted one silences what is about nothing else', () => {
    const chosen = rules({
      every: row({ high: ['digest'] }),
      topics: { spam: MUTED, refund: row({ high: ['app'] }) },
    });
    expect(channelsFor(chosen, mention({ topics: ['spam'] }))).toEqual([]);
    expect(channelsFor(chosen, mention({ topics: ['spam', 'refund'] }))).toEqual(['app']);
    expect(channelsFor(chosen, mention({ topics: ['refund', 'late'] }))).toEqual(['app', 'digest']);
  });

  it('is not at all when it is out of their scope', () => {
    const chosen = rules({ every: row({ high: ['app'] }), monitors: ['7'] });
    expect(channelsFor(chosen, mention({ monitorIds: ['1'] }))).toEqual([]);
    expect(channelsFor(chosen, mention({ monitorIds: ['1', '7'] }))).toEqual(['app']);
  });

  it('leaves out what is no complaint, unless they want all', () => {
    const chosen = rules({ every: row({ high: ['app'] }) });
    expect(channelsFor(chosen, mention({ complaint: 'other' }))).toEqual([]);
    expect(channelsFor(chosen, mention({ complaint: 'unsure' }))).toEqual(['app']);
    const all = { ...chosen, onlyComplaints: false };
    expect(channelsFor(all, mention({ complaint: 'other' }))).toEqual(['app']);
  });

  it('is little, and only in the page, for who has chosen nothing', () => {
    const all = (['low', 'middle', 'high', 'urgent'] as const).map((severity) =>
      channelsFor(USUAL_RULES, mention({ severity })),
    );
    expect(all).toEqual([[], [], [], ['app']]);
    expect((['digest', 'mail', 'push'] as const).some((way) => wants(USUAL_RULES, way))).toBe(
      false,
    );
  });
});

it('takes ways out of all rules', () => {
  const ways: Channel[] = ['app', 'digest', 'mail', 'push'];
  const full = row({ low: ways, middle: ways, high: ways, urgent: ways });
  const events = {
    assigned: ways,
    called: ways,
    'taken-over': ways,
    'came-back': ways,
    source: ways,
  };
  const kept = without(rules({ every: full, topics: { a: full }, events }), ['digest', 'mail']);
  expect(wants(kept, 'digest') || wants(kept, 'mail')).toBe(false);
  expect(kept.topics['a']?.low).toEqual(['app', 'push']);
  expect(kept.events.called).toEqual(['app', 'push']);
  expect(kept.every.urgent).toEqual(['app', 'push']);
});
