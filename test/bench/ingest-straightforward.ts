import { setTimeout as delay } from 'node:timers/promises';
import { Queue, Worker, createPostgresBackend } from 'bullmq';
import { Redis } from 'ioredis';
import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js';
import Parser from 'rss-parser';
import { Column, DataSource, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { loadReader } from '../../src/classify/shipped-reader.js';
import { PACKAGE_ROOT } from '../../src/settings/package-root.js';
import { recordedTexts } from './places.js';

@Entity('plain_mention')
class PlainMention {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('text', { unique: true })
  guid!: string;

  @Column('text', { nullable: true })
  title!: string | null;

  @Column('text')
  text!: string;

  @Column('text')
  label!: string;
}

/**
 * The way a tutorial does it: parse, one job per post, classify, save.
 *
 * @returns mentions a second
 */
export async function straightforward(
  databaseUrl: string,
  redisUrl: string | null,
  { urls, mentions }: { urls: string[]; mentions: number },
): Promise<number> {
  const database = await new DataSource({
    type: 'postgres',
    url: databaseUrl,
    entities: [PlainMention],
    synchronize: true,
    poolSize: 20,
  }).initialize();
  const repository = database.getRepository(PlainMention);
  const classifier = await trained();
  const handle = async ({
    data,
  }: {
    data: { guid: string; title: string | null; text: string };
  }): Promise<void> => {
    await repository.save(repository.create({ ...data, label: classifier.classify(data.text) }));
  };
  const { queue, worker, close } = open(databaseUrl, redisUrl, handle);
  const parser = new Parser();
  const begun = performance.now();
  for (const url of urls) {
    const { items } = await parser.parseString(await (await fetch(url)).text());
    for (const { guid = '', title = null, content = '' } of items)
      await queue.add('mention', { guid, title, text: content });
  }
  while ((await repository.count()) < mentions) await delay(50);
  const rate = mentions / ((performance.now() - begun) / 1000);
  await worker.close();
  await queue.close();
  await close();
  await database.destroy();
  return rate;
}

type Handle = (job: {
  data: { guid: string; title: string | null; text: string };
}) => Promise<void>;
interface Opened {
  readonly queue: { add(name: string, data: unknown): Promise<unknown>; close(): Promise<void> };
  readonly worker: { close(): Promise<void> };
  close(): Promise<unknown>;
}

const CONCURRENCY = 20;

function open(databaseUrl: string, redisUrl: string | null, handle: Handle): Opened {
  if (redisUrl === null) {
    const connection = { connectionString: databaseUrl, migrate: true };
    return {
      queue: new Queue('plain', { connection }, createPostgresBackend),
      worker: new Worker(
        'plain',
        handle,
        { connection, concurrency: CONCURRENCY },
        createPostgresBackend,
      ),
      close: () => Promise.resolve(),
    };
  }
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const prefix = `bench-${Date.now()}`;
  return {
    queue: new Queue('plain', { connection, prefix }),
    worker: new Worker('plain', handle, { connection, prefix, concurrency: CONCURRENCY }),
    close: () => connection.quit(),
  };
}

/** Speed does not depend on the labels, so our own reader gives them. */
async function trained(): Promise<{ classify(text: string): string }> {
  const reader = loadReader();
  const classifier = new BayesClassifier();
  const texts = recordedTexts(PACKAGE_ROOT);
  for (const [at, { reading }] of (await reader.read(texts)).entries())
    classifier.addDocument(texts[at]?.text ?? '', reading.complaint?.best ?? 'other');
  classifier.train();
  return classifier;
}
