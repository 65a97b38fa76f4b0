import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';

/** A moment of the script: whole seconds before the start of the demo, so never above 0. */
const moment = z.int().max(0);
const slug = z.string().regex(/^[a-z0-9-]+$/, 'lower case letters, digits and hyphens');

const PostSchema = z.strictObject({
  id: slug,
  /** Handle of the author: made up, see config/demo/README.md. */
  by: z.string().min(1),
  /** Id of the post that this one answers. */
  re: slug.optional(),
  title: z.string().min(1).nullable(),
  text: z.string().min(1),
  /** Date of the post. */
  at: moment,
  edits: z.array(z.strictObject({ at: moment, text: z.string().min(1) })).optional(),
  vanishesAt: moment.optional(),
  /** Written for the demo; every other text is a recording. */
  made: z.literal(true).optional(),
  /** Which rows of which set the text is. */
  from: z.string().optional(),
});

const PlaceSchema = z.strictObject({
  slug,
  name: z.string().min(1),
  about: z.string().min(1),
  format: z.enum(['rss', 'atom', 'rdf', 'json']),
  /** Name of the monitor that everything here is about. */
  ownedBy: z.string().optional(),
  /** A feed shows at most this many of its newest posts. */
  window: z.int().min(1),
  /** Posts per page of the feed; without it one page shows the window. */
  pageSize: z.int().min(1).optional(),
  maxAgeSeconds: z.int().min(0),
  /** Until this moment the place answers 429. */
  busyUntil: moment.optional(),
  /** The place never answers but with this status. */
  refuses: z.union([z.literal(403), z.literal(404)]).optional(),
  posts: z.array(PostSchema),
});

export type DemoPost = z.output<typeof PostSchema>;
export type DemoPlace = z.output<typeof PlaceSchema>;

function faultsOf(place: DemoPlace): string[] {
  const ids = new Set<string>();
  return place.posts.flatMap((post) => {
    const times = [post.at, ...(post.edits ?? []).map(({ at }) => at), post.vanishesAt ?? 0];
    const faults = [
      ids.has(post.id) && 'its id is taken',
      post.re !== undefined && !ids.has(post.re) && `it answers ${post.re}, which is not before it`,
      times.some((time, n) => time < (times[n - 1] ?? time)) && 'its times do not ascend',
      post.made === undefined && post.from === undefined && 'it does not say where it is from',
    ];
    ids.add(post.id);
    return faults.filter((fault) => fault !== false).map((fault) => `post ${post.id}: ${fault}`);
  });
}

/**
 * Reads a place from its file.
 *
 * @throws Error that names the file and all faults
 */
function readPlace(file: string): DemoPlace {
  const parsed = PlaceSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}:\n${z.prettifyError(parsed.error)}`);
  const faults = faultsOf(parsed.data);
  if (`${parsed.data.slug}.json` !== basename(file)) faults.push('the slug is not the file name');
  if (faults.length > 0) throw new Error(`${file}:\n${faults.join('\n')}`);
  return parsed.data;
}

/** All places of a folder, in the order of their file names. */
export function loadPlaces(dir: string): DemoPlace[] {
  const files = readdirSync(dir).filter((name) => name.endsWith('.json'));
  return files.sort().map((name) => readPlace(join(dir, name)));
}
