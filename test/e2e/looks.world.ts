import { loadTaxonomy } from '../../src/classify/shipped-reader.js';
import { MentionChangesStore } from '../../src/store/inbox/mention-changes.store.js';
import { ModelsStore } from '../../src/store/models.store.js';
import { TaxonomiesStore } from '../../src/store/taxonomies.store.js';
import { TeachingRunsStore } from '../../src/store/teaching-runs.store.js';
import type { TestApi } from '../support/api.js';
import { aModel } from '../support/teaching.js';
import { hoursAgo, makeSourcesWorld } from './sources.world.js';

export interface LooksWorld {
  readonly mention: string;
  readonly task: string;
  readonly source: string;
  readonly sends: string;
}

const LONG =
  'I have now called four times about the same broken player, and each time somebody else asks me ' +
  'for the serial number, the invoice and what I had for breakfast.\n\nThe display stays black, the ' +
  'app says “please wait”, and after three weeks nobody has told me when it will be repaired. If ' +
  'this goes on I will take my money to Summit, as half of my friends did already. ' +
  'https://example.org/a-very-long-address/that-has-no-place-to-break/and-goes-on-and-on-and-on';

/** Posts as people write them: short, long, without spaces, from the right, in other languages. */
const POSTS = [
  { text: 'Stopped working after two weeks 😡', topics: ['breakdown'], status: 'new' },
  {
    text: 'Wo bleibt mein Paket? Seit drei Wochen keine Antwort.',
    topics: ['delivery'],
    status: 'new',
  },
  { text: 'المشغل لا يعمل منذ أسبوعين ولا أحد يرد', topics: [], status: 'new' },
  { text: 'apex'.repeat(60), topics: [], status: 'waiting' },
  { text: 'Lovely service at the shop, thank you Apex!', topics: [], status: 'done' },
  { text: 'Apex apex apex buy now', topics: [], status: 'dismissed' },
] as const;

/** Something on every page. */
export async function makeLooksWorld(api: TestApi): Promise<LooksWorld> {
  const { make, database } = api;
  const sources = await makeSourcesWorld(api);
  await new TaxonomiesStore(database).takeOverFile(loadTaxonomy());
  const topic = loadTaxonomy().topics[0]?.key ?? '';
  const [monitor] = await database.query<[{ id: string }]>('SELECT id FROM monitor LIMIT 1');
  const author = await make.author({ name: 'Jane Doe of the Very Long Name and Sons' });
  const base = { sourceId: sources.healthy.id, monitorIds: [monitor.id], authorId: author.id };
  const mention = await make.mention({
    ...base,
    title: 'Broken again, and nobody answers',
    text: LONG,
    url: 'https://forum.example/1',
    publishedAt: hoursAgo(5),
    rating: 1,
    complaint: 'complaint',
    sentiment: 'negative',
    topics: [topic, 'delivery'],
    priority: 92,
    reasons: [
      { text: 'a complaint (90 % sure)', points: 49 },
      { text: 'complained about this 3 times before', points: 20 },
      { text: 'had to make an effort: repeat-contact, repeated-information', points: 10 },
      { text: 'signs of leaving: searching', points: 15 },
    ],
  });
  await make.reading(mention.id, {
    topics: [{ key: topic, probability: 0.8 }],
    touchpoint: 'support',
    effort: [{ kind: 'repeat-contact', quote: 'called four times', probability: 0.8 }],
    leaving: { stage: 'searching', best: 'searching', direction: 'from-us', probability: 0.7 },
    urgency: { level: 'soon', best: 'soon', reason: null, probability: 0.6 },
    evidence: [
      { for: 'complaint', quote: 'broken player' },
      { for: `topic:${topic}`, quote: 'display stays black' },
    ],
  });
  for (const [at, { text, topics, status }] of POSTS.entries()) {
    const made = await make.mention({
      ...base,
      authorId: (await make.author({ name: at % 2 === 0 ? null : `Person ${at}` })).id,
      text,
      status,
      topics: [...topics],
      waitingUntil: status === 'waiting' ? hoursAgo(-30) : null,
      publishedAt: hoursAgo(at * 30),
      complaint: at < 3 ? 'complaint' : 'other',
      sentiment: at < 3 ? 'negative' : 'positive',
      priority: 60 - at * 9,
    });
    await make.reading(made.id);
  }
  const task = await make.task({
    monitorId: monitor.id,
    authorId: author.id,
    topic,
    priority: 92,
    reasons: mention.reasons,
  });
  await make.task({ monitorId: monitor.id, authorId: author.id, topic: 'delivery', priority: 45 });
  await database.query('UPDATE mention SET task_id = $1 WHERE id = $2', [task.id, mention.id]);
  await teach(api, mention.id);
  return { mention: mention.id, task: task.id, source: sources.healthy.id, sends: sources.bell.id };
}

/** A correction, and a model that was made of some. */
async function teach({ make, database }: TestApi, mentionId: string): Promise<void> {
  const { id } = await make.user({ name: 'Mia Lindqvist' });
  await new MentionChangesStore(database).correct(mentionId, { sentiment: 'negative' }, id);
  const runs = new TeachingRunsStore(database);
  await runs.ask(id);
  const claim = await runs.claim(60);
  if (claim === null) throw new Error('there was a run to claim');
  await new ModelsStore(database).keep(claim, aModel());
  await runs.end(claim, null);
}
