/** FNV-1a over UTF-16 units [from, to) of a text, 32 bits (Fowler, Noll & Vo). */
export function fnv1a(text: string, from: number, to: number, seed: number): number {
  let hash = seed | 0;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** Spreads the bits of a hash evenly (finaliser of MurmurHash3, Appleby). */
export function mix(hash: number): number {
  let h = hash | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** One hash for two in order. */
export function pair(first: number, second: number): number {
  return Math.imul(first, 0x9e3779b1) ^ second;
}
