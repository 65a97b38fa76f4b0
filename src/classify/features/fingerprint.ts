import { fnv1a } from './hashing.js';
import { Extractor } from './extractor.js';

/** Texts that use every kind of token and every family of features. */
const PROBES = [
  'The DVD player never worked, and nobody @acme answers my e-mails!!',
  "I don't like it :( 3rd call… £40 charged twice?! https://example.com/x #fail 😡",
  'Großartig, très bien – sooooo good',
];

let known: string | undefined;

/**
 * Says which features this program computes: 16 hexadecimal digits that change when any rule
 * of tokens, stems or hashing changes. A model only works with the features it was trained on.
 */
export function featureFingerprint(): string {
  known ??= compute();
  return known;
}

function compute(): string {
  const extractor = new Extractor();
  let first = 0x811c9dc5;
  let second = 0x01000193;
  for (const probe of PROBES) {
    const { count, bucket, value } = extractor.extract([probe, probe.slice(0, 12)]);
    for (let i = 0; i < count; i++) {
      const entry = `${bucket[i]}:${(value[i] ?? 0).toFixed(4)};`;
      first = fnv1a(entry, 0, entry.length, first);
      second = fnv1a(entry, 0, entry.length, second ^ i);
    }
  }
  return [first, second].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
