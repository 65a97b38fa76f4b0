import { SourceCreate } from '../api/views.js';
import { healthOf } from '../domain/health.js';
import { AdminSourcesStore, type StoredSource } from '../store/admin-sources.store.js';
import { MonitorsStore } from '../store/monitors.store.js';
import { inColumns, type Print } from './answers.js';
import { typedParams } from './source-params.js';
import type { OpenPlaces, PlaceOptions } from './open-places.js';

interface AddOptions extends PlaceOptions {
  readonly name?: string;
  readonly ownedBy?: string;
}

export async function listSources(
  { database, places }: OpenPlaces,
  { json }: { json?: true },
  print: Print,
): Promise<void> {
  const judged = (await new AdminSourcesStore(database).all()).map((source) => ({
    ...withHealth(source),
    url: addressOf(places, source),
  }));
  if (json) return print(JSON.stringify(judged));
  const rows = judged.map((source) => ({
    id: source.id,
    state: source.state,
    mentions: String(source.mentionCount),
    name: source.name,
    address: source.url ?? '-',
  }));
  print(inColumns(rows) || 'no source yet; see: earshot source add --help');
}

const withHealth = (source: StoredSource) => {
  const { state, reason } = healthOf(source, new Date());
  return { ...source, state, stateReason: reason };
};

function addressOf(places: OpenPlaces['places'], { kind, params }: StoredSource): string | null {
  try {
    return places.describe(kind, params).url;
  } catch (error) {
    // A kind of another version of Earshot: its row stays in the list.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** @throws Error in words: no such kind or monitor, parameters that it does not take, there already */
export async function addSource(
  { database, settings, places }: OpenPlaces,
  url: string | undefined,
  { kind = 'feed', param, allowPrivate, name, ownedBy, json }: AddOptions,
  print: Print,
): Promise<void> {
  const shown = places.kind(kind);
  const asked = { ...param, ...(url === undefined ? {} : { url }) };
  const params = {
    ...typedParams(shown, asked),
    ...(allowPrivate === true ? { allowPrivate } : {}),
  };
  const given = SourceCreate.safeParse({ kind, params, name });
  if (!given.success) throw new Error(given.error.issues.map(({ message }) => message).join('; '));
  const described = places.describe(kind, params);
  if (shown.whyOff !== null) throw new Error(shown.whyOff);
  const sources = new AdminSourcesStore(database);
  const id = await sources.add(
    {
      kind,
      params: described.params,
      locator: described.locator,
      host: described.host,
      name: given.data.name ?? described.name,
      ownedByMonitorId: await ownerOf(database, ownedBy),
      pace: settings.poll,
    },
    null,
    { eraseWhenGone: shown.terms.eraseWhenGone },
  );
  print(json ? JSON.stringify(await sources.find(id)) : `added source ${id}`);
}

async function ownerOf(
  database: OpenPlaces['database'],
  name: string | undefined,
): Promise<string | null> {
  if (name === undefined) return null;
  const owner = (await new MonitorsStore(database).all()).find((one) => one.name === name);
  if (!owner) throw new Error(`there is no monitor "${name}"`);
  return owner.id;
}
