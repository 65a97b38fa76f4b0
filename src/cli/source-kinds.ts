import type { SourceKind } from '../pipeline/places/source-kinds.js';
import { inColumns, type Print } from './answers.js';
import { propertiesOf } from './source-params.js';
import type { OpenPlaces } from './open-places.js';

/** Every kind of place, or one with its parameters. */
export async function listKinds(
  places: OpenPlaces['places'],
  kind: string | undefined,
  { json }: { json?: true },
  print: Print,
): Promise<void> {
  const kinds = kind === undefined ? places.kinds() : [places.kind(kind)];
  if (json) return print(JSON.stringify(kind === undefined ? kinds : kinds[0]));
  if (kind !== undefined) return print(kinds.map(inWords).join('\n'));
  print(
    inColumns(
      kinds.map((each) => ({
        kind: each.kind,
        access: stateOf(each),
        past: each.history ? 'yes' : 'no',
        reads: each.title,
      })),
    ),
  );
}

function stateOf({ on, terms, credentials }: SourceKind): string {
  if (!on) return 'off';
  const missing = credentials.filter(({ required, present }) => required && !present);
  return missing.length > 0 ? `needs ${missing.map(({ env }) => env).join(', ')}` : terms.access;
}

function inWords(kind: SourceKind): string {
  const parameters = Object.entries(propertiesOf(kind)).map(([name, property]) => ({
    parameter: name,
    type: property.type ?? '',
    about: property.description ?? property.title ?? '',
  }));
  const secrets = kind.credentials.map(
    ({ env, title, required, present }) =>
      `${env}: ${title}${required ? ' (required)' : ''}${present ? ', given' : ', not given'}`,
  );
  return [
    `${kind.name}: ${kind.title}`,
    kind.terms.note,
    ...(kind.whyOff === null ? [] : [kind.whyOff]),
    ...secrets,
    inColumns(parameters),
  ].join('\n');
}
