import type { TriedPlace, TriedPlaces } from '../pipeline/places/known-places.js';
import { AdminSourcesStore } from '../store/admin-sources.store.js';
import type { Print } from './answers.js';
import { typedParams } from './source-params.js';
import type { OpenPlaces, PlaceOptions } from './open-places.js';

/** What was asked, for the heading of its answer, and how it is to be tried. */
interface Trial {
  readonly about: string;
  readonly run: () => Promise<TriedPlaces>;
}

/** @throws Error when a place did not answer as it should; what was wrong is printed before */
export async function testSources(
  opened: OpenPlaces,
  given: string | undefined,
  options: PlaceOptions,
  print: Print,
): Promise<void> {
  const trials = await trialsOf(opened, given, options);
  let failed = 0;
  for (const { about, run } of trials) {
    const tried = await run();
    if (!tried.candidates.some(({ ok }) => ok)) failed += 1;
    print(options.json ? JSON.stringify(tried) : inWords(about, tried));
  }
  if (failed > 0) throw new Error(`${failed} of ${trials.length} did not answer as they should`);
}

async function trialsOf(
  { places, database }: OpenPlaces,
  given: string | undefined,
  { kind, param = {}, allowPrivate }: PlaceOptions,
): Promise<Trial[]> {
  const isAddress = given !== undefined && URL.canParse(given);
  const open = allowPrivate === true ? { allowPrivate } : {};
  if (isAddress && kind === undefined)
    return [{ about: given, run: () => places.test({ address: given, ...open }) }];
  if (isAddress || given === undefined) {
    const asked = { ...param, ...(isAddress ? { url: given } : {}) };
    const of = places.kind(kind ?? 'feed');
    const params = { ...typedParams(of, asked), ...open };
    return [{ about: given ?? of.name, run: () => places.test({ kind: of.kind, params }) }];
  }
  const sources = await new AdminSourcesStore(database).all();
  const ofKind = sources.filter((source) => source.kind === given);
  if (ofKind.length === 0)
    throw new Error(`"${given}" is no address, and there is no source of such a kind`);
  return ofKind.map(({ name, params }) => ({
    about: name,
    run: () => places.test({ kind: given, params }),
  }));
}

function inWords(about: string, { candidates, error }: TriedPlaces): string {
  if (error) return `${about}\n  ${error.code}: ${error.message}`;
  return [about, ...candidates.map(placeInWords)].join('\n');
}

function placeInWords({ error, found, title, ...place }: TriedPlace): string {
  const what = `  ${place.kindName}: ${place.url ?? place.name}. ${found}`;
  if (error) return `${what}\n  ${error.code}: ${error.message}`;
  return `${what}\n  ${title ?? 'no title'}: ${place.itemCount} posts, ${place.lastWeek} of the last week, ${place.matching} that a monitor matches`;
}
