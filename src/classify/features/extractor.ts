import { fnv1a, mix, pair } from './hashing.js';
import { eachLetterGroup } from './letters.js';
import { styleOf } from './style.js';
import { tokenise, type Token } from './tokens.js';
import { wordOf, type Word } from './words.js';

/** Features are hashed into 2^18 buckets; a model may fold them into fewer. */
export const FEATURE_BITS = 18;
/** Characters of a title or text that are read (UTF-16 units); what comes after adds nothing new. */
export const MAX_CHARACTERS = 20_000;

const BUCKETS = 1 << FEATURE_BITS;
const SHIFT = 32 - FEATURE_BITS;
const START_OF_TEXT = 0x51ed270b;
const NEGATED = 0x3c6ef372;
const STYLE_SEED = 0x6d2b79f5;

/** A token, and which of the texts it stands in. */
export interface PlacedToken extends Token {
  readonly part: number;
  readonly word: Word;
}

/**
 * Features of one reading. The typed arrays are scratch space of the extractor: they hold
 * until its next call, and only their first `count` or `uses` entries mean anything.
 */
export interface Features {
  readonly tokens: readonly PlacedToken[];
  /** Distinct features: bucket and value. */
  readonly count: number;
  readonly bucket: Int32Array;
  readonly value: Float32Array;
  /** Every use of a feature: which one, how often it is used in all, by which tokens (-1: none). */
  readonly uses: number;
  readonly useOf: Int32Array;
  readonly timesUsed: Float32Array;
  readonly usedBy: Int32Array;
  readonly usedByToo: Int32Array;
}

/** Words and their pairs are one family, letter groups another, how it is written the third. */
const WORDS = 0;
const LETTERS = 1;
const STYLE = 2;
/** Each family is scaled to this length: found by cross-validation (docs/reading.md). */
const LENGTHS = [1, 1, 0.5];

/**
 * Turns texts into hashed features: stemmed words (negated ones apart), pairs of neighbouring
 * stems, letter groups, and how the text is written; counts are damped by 1 + ln(count).
 * Holds scratch space, so one extractor serves one caller at a time.
 */
export class Extractor {
  private readonly slot = new Int32Array(BUCKETS);
  private readonly stamp = new Int32Array(BUCKETS);
  private turn = 0;
  private count = 0;
  private uses = 0;
  private bucket = new Int32Array(4096);
  private family = new Uint8Array(4096);
  private value = new Float32Array(4096);
  private times = new Float32Array(4096);
  private useOf = new Int32Array(8192);
  private usedBy = new Int32Array(8192);
  private usedByToo = new Int32Array(8192);

  /** @param parts texts that are read as one, a title and a text for example */
  extract(parts: readonly string[]): Features {
    this.turn++;
    this.count = 0;
    this.uses = 0;
    const tokens: PlacedToken[] = [];
    for (const [part, text] of parts.entries()) this.addPart(text, part, tokens);
    this.weigh();
    return {
      tokens,
      count: this.count,
      bucket: this.bucket,
      value: this.value,
      uses: this.uses,
      useOf: this.useOf,
      timesUsed: this.times,
      usedBy: this.usedBy,
      usedByToo: this.usedByToo,
    };
  }

  private addPart(text: string, part: number, tokens: PlacedToken[]): void {
    const offset = tokens.length;
    let before = START_OF_TEXT;
    let beforeAt = -1;
    const shown = text.length > MAX_CHARACTERS ? text.slice(0, MAX_CHARACTERS) : text;
    const cut = tokenise(shown);
    for (const token of cut) {
      const at = tokens.length;
      const { kind, form, start, end } = token;
      const negatedBy = token.negatedBy < 0 ? -1 : token.negatedBy + offset;
      const word = wordOf(token);
      tokens.push({ kind, form, start, end, negatedBy, part, word });
      if (kind === 'break') {
        before = 0;
        continue;
      }
      this.use(negatedBy < 0 ? word.hash : word.hash ^ NEGATED, WORDS, at, -1);
      if (before !== 0) this.use(pair(before, word.hash), WORDS, at, beforeAt);
      before = word.hash;
      beforeAt = at;
    }
    if (cut.length === 0) return;
    eachLetterGroup(shown, cut, (hash, first, last) => {
      const at = first < 0 ? last : first;
      const too = at === last ? -1 : last;
      this.use(hash, LETTERS, at < 0 ? -1 : at + offset, too < 0 ? -1 : too + offset);
    });
    for (const name of styleOf(shown, cut)) {
      this.use(fnv1a(name, 0, name.length, STYLE_SEED), STYLE, -1, -1);
    }
  }

  private use(hash: number, family: number, at: number, andAt: number): void {
    const bucket = mix(hash) >>> SHIFT;
    if (this.stamp[bucket] !== this.turn) {
      this.stamp[bucket] = this.turn;
      this.slot[bucket] = this.count;
      if (this.count === this.bucket.length) this.growFeatures();
      this.bucket[this.count] = bucket;
      this.family[this.count] = family;
      this.times[this.count] = 0;
      this.count++;
    }
    const feature = this.slot[bucket] ?? 0;
    this.times[feature] = (this.times[feature] ?? 0) + 1;
    if (this.uses === this.useOf.length) this.growUses();
    this.useOf[this.uses] = feature;
    this.usedBy[this.uses] = at;
    this.usedByToo[this.uses] = andAt;
    this.uses++;
  }

  private weigh(): void {
    const squares = LENGTHS.map(() => 0);
    for (let i = 0; i < this.count; i++) {
      const value = 1 + Math.log(this.times[i] ?? 1);
      const family = this.family[i] ?? WORDS;
      this.value[i] = value;
      squares[family] = (squares[family] ?? 0) + value * value;
    }
    const scale = squares.map((sum, family) =>
      sum > 0 ? (LENGTHS[family] ?? 0) / Math.sqrt(sum) : 0,
    );
    for (let i = 0; i < this.count; i++) {
      this.value[i] = (this.value[i] ?? 0) * (scale[this.family[i] ?? WORDS] ?? 0);
    }
  }

  private growFeatures(): void {
    const size = this.bucket.length * 2;
    this.bucket = grown(this.bucket, new Int32Array(size));
    this.family = grown(this.family, new Uint8Array(size));
    this.value = grown(this.value, new Float32Array(size));
    this.times = grown(this.times, new Float32Array(size));
  }

  private growUses(): void {
    const size = this.useOf.length * 2;
    this.useOf = grown(this.useOf, new Int32Array(size));
    this.usedBy = grown(this.usedBy, new Int32Array(size));
    this.usedByToo = grown(this.usedByToo, new Int32Array(size));
  }
}

function grown<T extends Int32Array | Uint8Array | Float32Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
