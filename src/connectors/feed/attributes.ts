import { decodeEntities, type DeclaredEntities } from '../text/entities.js';

const ATTRIBUTE = /([^\s=/"'<>]+)(?:\s{0,10}=\s{0,10}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

/**
 * Reads the attributes of a tag. Of one that is given twice the first counts.
 * Values need no quotes; one without a value is the empty text.
 *
 * @param source what stands between the tag's name and its end
 */
export function readAttributes(source: string, declared?: DeclaredEntities): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single, bare] of source.matchAll(ATTRIBUTE)) {
    if (attributes.has(name)) continue;
    attributes.set(name, decodeEntities(double ?? single ?? bare ?? '', declared).trim());
  }
  return attributes;
}
