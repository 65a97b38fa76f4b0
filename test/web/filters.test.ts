import { describe, expect, it } from 'vitest';
import { isNarrowed, NO_FILTERS, readFilters, writeFilters } from '../../src/web/inbox/filters.js';

const roundTrip = (address: string): string =>
  decodeURIComponent(writeFilters(readFilters(new URLSearchParams(address))).toString());

describe('a view in the address', () => {
  it('is the new mentions by priority when nothing is said', () => {
    expect(readFilters(new URLSearchParams())).toMatchObject({ status: 'new', sort: 'priority' });
    expect(writeFilters(NO_FILTERS).toString()).toBe('');
  });

  it('comes back from the address that it wrote', () => {
    const address =
      'status=all&complaint=complaint,unsure&sentiment=negative&topic=late&source=3&monitor=2&author=9&q=no reply&sort=newest';
    expect(roundTrip(address.replace(' ', '%20'))).toBe(address.replace(' ', '+'));
  });

  it('leaves out what it does not know: an old link still opens', () => {
    expect(roundTrip('status=snoozed&complaint=maybe,unsure&sort=loudest&colour=red')).toBe(
      'complaint=unsure',
    );
  });

  it('is narrowed by a filter, not by the tab or the order', () => {
    expect(isNarrowed(readFilters(new URLSearchParams('status=done&sort=newest')))).toBe(false);
    const narrow = ['q=x', 'topic=late', 'complaint=unsure', 'author=1'];
    expect(narrow.filter((one) => isNarrowed(readFilters(new URLSearchParams(one))))).toEqual(
      narrow,
    );
  });
});
