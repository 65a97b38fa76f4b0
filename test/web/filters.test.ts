import { describe, expect, it } from 'vitest';
import {
  askedFilters,
  isNarrowed,
  NO_FILTERS,
  QUICK_VIEWS,
  quickViewOf,
  readFilters,
  tabShows,
  writeFilters,
} from '../../src/web/inbox/filters.js';
import { changed } from '../../src/web/inbox/use-filters.js';

const read = (address: string) => readFilters(new URLSearchParams(address));
const roundTrip = (address: string): string =>
  decodeURIComponent(writeFilters(read(address)).toString());

describe('a view in the address', () => {
  it('is the new mentions by priority when nothing is said', () => {
    expect(read('')).toMatchObject({ status: 'new', sort: 'priority' });
    expect(writeFilters(NO_FILTERS).toString()).toBe('');
  });

  it('comes back from the address that it wrote', () => {
    const address =
      'status=all&complaint=complaint,unsure&sentiment=negative&topic=late&source=3&monitor=2&author=9&q=no reply&sort=newest';
    expect(roundTrip(address.replace(' ', '%20'))).toBe(address.replace(' ', '+'));
    for (const each of ['status=waiting', 'status=open&q=is:mine', 'status=waiting&sort=due'])
      expect(roundTrip(each)).toBe(each);
  });

  it('leaves out what it does not know: an old link still opens', () => {
    expect(roundTrip('status=snoozed&complaint=maybe,unsure&sort=loudest&colour=red')).toBe(
      'complaint=unsure',
    );
  });

  it('is narrowed by a filter, not by the tab or the order', () => {
    expect(isNarrowed(read('status=done&sort=newest'))).toBe(false);
    const narrow = ['q=x', 'topic=late', 'complaint=unsure', 'author=1'];
    expect(narrow.filter((one) => isNarrowed(read(one)))).toEqual(narrow);
  });
});

describe('the waiting tab', () => {
  it('is sorted by when things come back, unless another order was chosen', () => {
    expect(read('status=waiting').sort).toBe('returning');
    expect(changed(read(''), { status: 'waiting' }).sort).toBe('returning');
    expect(changed(read('sort=newest'), { status: 'waiting' }).sort).toBe('newest');
  });

  it('does not leave its order to the other tabs, where nothing comes back', () => {
    expect(changed(read('status=waiting'), { status: 'done' }).sort).toBe('priority');
    expect(changed(read('status=waiting&sort=due'), { status: 'done' }).sort).toBe('due');
  });
});

describe('what the API is asked', () => {
  it('names the statuses of what is open', () => {
    expect(askedFilters(read('status=open'))).toEqual({ status: ['new', 'doing', 'waiting'] });
    expect(askedFilters(read('status=all'))).toEqual({});
  });

  it('says in which zone the days of a query begin', () => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    expect(askedFilters(read('q=posted:today'))).toMatchObject({ q: 'posted:today', zone });
    expect(askedFilters(read('topic=late'))).not.toHaveProperty('zone');
  });

  it('fits the tabs: a mention of another status does not belong there', () => {
    expect([tabShows('new', 'new'), tabShows('new', 'done')]).toEqual([true, false]);
    expect([tabShows('open', 'waiting'), tabShows('open', 'dismissed')]).toEqual([true, false]);
    expect(tabShows(null, 'dismissed')).toBe(true);
  });
});

describe('the quick views', () => {
  it('are known again in whatever order', () => {
    for (const [name, view] of Object.entries(QUICK_VIEWS)) {
      expect(quickViewOf({ ...NO_FILTERS, ...view })).toBe(name);
      expect(quickViewOf({ ...NO_FILTERS, ...view, sort: 'newest' })).toBe(name);
    }
  });

  it('are others once they are narrowed further', () => {
    expect(quickViewOf({ ...NO_FILTERS, ...QUICK_VIEWS.mine, topic: 'late' })).toBeNull();
    expect(quickViewOf(NO_FILTERS)).toBeNull();
  });
});
