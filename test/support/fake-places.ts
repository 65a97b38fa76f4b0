import type { DescribedPlace, Places, TriedPlace, TriedPlaces } from '../../src/api/places.js';
import type { SourceKindView, SourceTest, View } from '../../src/api/views.js';

type Kind = View<typeof SourceKindView>;

export function makeKind(given: Partial<Kind> & Pick<Kind, 'kind'>): Kind {
  return {
    name: given.kind,
    title: `Reads ${given.kind}`,
    genre: 'feed',
    terms: { access: 'open', note: 'Made to be read.', eraseWhenGone: false, attribution: null },
    credentials: [],
    on: true,
    whyOff: null,
    intake: 'polled',
    history: true,
    rechecks: false,
    params: {
      properties: { url: { type: 'string', format: 'uri', title: 'Address' } },
      required: ['url'],
    },
    ...given,
  };
}

const ADDRESS = {
  type: 'string',
  format: 'uri',
  title: 'Address',
  description: 'Of the feed itself',
};

/** A kind with every sort of field, one that lacks its key, one that is off, and one that sends. */
export const TEST_KINDS: readonly Kind[] = [
  makeKind({
    kind: 'feed',
    name: 'Feed',
    title: 'Feed of a blog or forum',
    params: {
      properties: { url: ADDRESS, allowPrivate: { type: 'boolean', title: 'In our own network' } },
      required: ['url'],
    },
  }),
  makeKind({
    kind: 'town-forum',
    name: 'Town Forum',
    title: 'Posts and answers of a town forum',
    genre: 'forums',
    rechecks: true,
    terms: {
      access: 'key',
      note: 'The town asks to be named beside its posts.',
      eraseWhenGone: true,
      attribution: 'from the Town Forum',
    },
    credentials: [
      { env: 'EARSHOT_TOWN_KEY', title: 'Key of the town', required: true, present: false },
    ],
    params: {
      properties: {
        query: { type: 'string', title: 'Words', description: 'What posts must hold' },
        pages: { type: 'integer', title: 'Pages', default: 2, minimum: 1, maximum: 9 },
        answers: { type: 'boolean', title: 'Answers, too', default: true },
        order: { type: 'string', enum: ['newest', 'loudest'], title: 'Order', default: 'newest' },
        tags: { type: 'array', items: { type: 'string' }, title: 'Tags' },
      },
      required: ['query'],
    },
  }),
  makeKind({
    kind: 'walled-garden',
    name: 'Walled Garden',
    genre: 'social',
    terms: {
      access: 'restricted',
      note: 'The garden does not want programs.',
      eraseWhenGone: true,
      attribution: null,
    },
    on: false,
    whyOff:
      'Walled Garden is switched off. Add "walled-garden" to listening.allow in the settings.',
    history: false,
  }),
  makeKind({
    kind: 'bell',
    name: 'Bell',
    title: 'Whatever rings here',
    genre: 'intake',
    intake: 'pushed',
    history: false,
    params: { properties: { name: { type: 'string', title: 'Name' } }, required: ['name'] },
  }),
  makeKind({ kind: 'import', name: 'File', genre: 'intake', intake: 'imported', history: false }),
];

/** Knows a few kinds, and one answer for every place. */
export class FakePlaces implements Places {
  readonly asked: View<typeof SourceTest>[] = [];
  /** What tests answer next; the candidate as usual when it is null. */
  answer: TriedPlaces | null = null;

  kinds(): Kind[] {
    return [...TEST_KINDS];
  }

  kind(kind: string): Kind {
    const found = TEST_KINDS.find((one) => one.kind === kind);
    if (!found) throw new RangeError(`there is no kind of source "${kind}"`);
    return found;
  }

  describe(kind: string, given: unknown): DescribedPlace {
    const { params: schema } = this.kind(kind);
    const params = given as Record<string, unknown>;
    const missing = (schema.required ?? []).filter((name) => (params[name] ?? '') === '');
    if (missing.length > 0)
      throw Object.assign(new RangeError('parameters are missing'), {
        faults: missing.map((path) => ({ path, message: 'must be given' })),
      });
    const url = typeof params['url'] === 'string' ? params['url'] : null;
    const host = url === null ? `${kind}.example` : new URL(url).host;
    const locator = url ?? String(params['query'] ?? params['name']);
    return { params, locator, host, name: url === null ? locator : host, url };
  }

  test(asked: View<typeof SourceTest>): Promise<TriedPlaces> {
    this.asked.push(asked);
    if (this.answer) return Promise.resolve(this.answer);
    const { kind = 'feed', params = { url: asked.address } } = asked;
    const { locator, url } = this.describe(kind, params);
    const candidates = [makeCandidate({ kind, params, locator, url })];
    return Promise.resolve({ candidates, error: null, durationMs: 5 });
  }
}

export function makeCandidate(given: Partial<TriedPlace> = {}): TriedPlace {
  const { kind = 'feed' } = given;
  const known = TEST_KINDS.find((one) => one.kind === kind) ?? makeKind({ kind });
  return {
    kind,
    params: { url: 'https://forum.example/talk' },
    locator: 'https://forum.example/talk',
    url: 'https://forum.example/talk',
    found: 'The address is a feed.',
    ok: true,
    error: null,
    itemCount: 24,
    lastWeek: 23,
    matching: 4,
    typicalSilenceSeconds: 7200,
    firstIntervalSeconds: 3600,
    sample: [
      {
        title: 'My Apex hums',
        excerpt: 'Since Monday my Apex hums.',
        url: 'https://forum.example/1',
        publishedAt: new Date(Date.now() - 3_600_000).toISOString(),
        matches: [{ monitor: 'Apex', why: 'has "apex"' }],
      },
      { title: 'Nice weather', excerpt: '', url: null, publishedAt: null, matches: [] },
    ],
    durationMs: 5,
    ...given,
    kindName: known.name,
    terms: known.terms,
    title: given.title === undefined ? 'Town talk' : given.title,
    name: 'Town talk',
  };
}
