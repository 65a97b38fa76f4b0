import { decodeEntities } from '../../text/entities.js';
import { htmlToText } from '../../text/plain-text.js';
import { readLooseJson } from './loose-json.js';
import { bareName, ThingDraft, type Thing } from './thing.js';

/** Deeper than any page nests its things; keeps hostile ones from exhausting the stack. */
const MAX_DEPTH = 60;

type Node = Readonly<Record<string, unknown>>;

/**
 * Reads the things of one `<script type="application/ld+json">`: an object, an array, `@graph`,
 * arrays within arrays.
 *
 * @returns no things when the script cannot be read: another one, or another notation, may
 */
export function readJsonLd(text: string): Thing[] {
  return thingsIn(readLooseJson(text), 0);
}

function thingsIn(value: unknown, depth: number): Thing[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.flatMap((each) => thingsIn(each, depth + 1));
  if (!isNode(value)) return [];
  if ('@graph' in value && !('@type' in value)) return thingsIn(value['@graph'], depth + 1);
  return [thingOf(value, depth)];
}

function thingOf(node: Node, depth: number): Thing {
  const types = [node['@type']].flat().filter((type) => typeof type === 'string');
  const id = node['@id'];
  const thing = new ThingDraft(types.map(bareName), typeof id === 'string' ? id : null);
  for (const [name, value] of Object.entries(node)) {
    if (name === '@type' || name === '@id' || name === '@context') continue;
    addTo(thing, name, value, depth + 1);
  }
  return thing;
}

function addTo(thing: ThingDraft, name: string, value: unknown, depth: number): void {
  if (depth > MAX_DEPTH) return;
  if (typeof value === 'string') thing.add(name, plain(value));
  else if (typeof value === 'number') thing.add(name, String(value));
  else if (Array.isArray(value)) {
    // An empty list says something, too: there is nothing of it.
    if (value.length === 0) thing.properties.set(bareName(name).toLowerCase(), []);
    for (const each of value) addTo(thing, name, each, depth + 1);
  } else if (isNode(value)) {
    for (const each of thingsIn(value, depth)) thing.add(name, each);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Texts often hold the HTML that they were shown with, or its character references. */
function plain(text: string): string {
  return /<\/?[a-z][^<>]*>/i.test(text) ? htmlToText(text) : decodeEntities(text);
}
