import { KnownPlaces } from '../pipeline/places/known-places.js';
import type { CliContext, OpenContext, OpenDatabase } from './context.js';

/** What came with a command that names a place. */
export interface PlaceOptions {
  readonly kind?: string;
  readonly param?: Readonly<Record<string, unknown>>;
  readonly allowPrivate?: true;
  readonly json?: true;
}

export interface OpenPlaces extends OpenDatabase {
  readonly settings: CliContext['settings'];
  readonly places: KnownPlaces;
}

/** Opens the database and the way to the places for one command. */
export async function withPlaces(
  open: OpenContext,
  act: (opened: OpenPlaces) => Promise<void>,
): Promise<void> {
  const { settings, openDatabase } = await open();
  const opened = await openDatabase();
  try {
    const places = new KnownPlaces(opened.database, opened.outside, settings);
    await act({ ...opened, settings, places });
  } finally {
    await opened.close();
  }
}
