import Parser from 'rss-parser';
import { Column, DataSource, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('plain_post')
class PlainPost {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('text', { unique: true })
  guid!: string;

  @Column('text')
  text!: string;
}

const CONCURRENCY = 20;

/**
 * The way a tutorial does it: a loop over all feeds, so many at a time, each fetched and parsed
 * whole with rss-parser's `parseURL`; posts that are not in the table yet are saved.
 *
 * @returns polls a second, when the posts are known already but for a few
 */
export async function straightforward(
  databaseUrl: string,
  urls: readonly string[],
): Promise<number> {
  const database = await new DataSource({
    type: 'postgres',
    url: databaseUrl,
    entities: [PlainPost],
    synchronize: true,
    poolSize: CONCURRENCY,
  }).initialize();
  const posts = database.getRepository(PlainPost);
  const parser = new Parser();
  const poll = async (url: string): Promise<void> => {
    const { items } = await parser.parseURL(url);
    for (const { link = '', content = '' } of items)
      if (!(await posts.existsBy({ guid: link })))
        await posts.save(posts.create({ guid: link, text: content }));
  };
  const round = async (): Promise<void> => {
    const left = [...urls];
    const loop = async (): Promise<void> => {
      for (let url = left.pop(); url !== undefined; url = left.pop()) await poll(url);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, loop));
  };
  await round();
  const begun = performance.now();
  await round();
  const rate = urls.length / ((performance.now() - begun) / 1000);
  await database.destroy();
  return rate;
}
