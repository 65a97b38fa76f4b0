/** A piece of the vocabulary with its log probability; its place in the list is its id. */
export type Piece = readonly [text: string, score: number];

/** The first pieces are reserved: 0 stands for what is unknown, the next ones never occur in texts. */
const RESERVED = 6;
const UNKNOWN = 0;
/** What pieces have in place of a space (U+2581). */
const SPACE = 0x2581;

interface Node {
  readonly children: Map<number, Node>;
  /** Id of the piece that ends here; -1 when none does. */
  id: number;
}

/**
 * Cuts texts into the pieces that the encoder was trained on: the likeliest way by the unigram
 * model of SentencePiece (Kudo 2018), found by dynamic programming over a trie.
 *
 * It gives exactly what the tokenizer of `@energetic-ai/embeddings` gives, its oddities included
 * (a path of score 0 counts as none, runs of unknown pieces become one), since the weights expect them.
 */
export class Tokenizer {
  private readonly root: Node = { children: new Map(), id: -1 };
  private readonly scores: Float64Array;
  private readonly lengths: Uint16Array;

  constructor(vocabulary: readonly Piece[]) {
    this.scores = Float64Array.from(vocabulary, ([, score]) => score);
    this.lengths = Uint16Array.from(vocabulary, ([text]) => text.length);
    for (let id = RESERVED; id < vocabulary.length; id++)
      this.insert((vocabulary[id] as Piece)[0], id);
  }

  /**
   * @param most pieces that are given, from the beginning of the text
   * @returns ids of the pieces, in order; an empty or blank text is one unknown piece
   */
  encode(text: string, most: number): number[] {
    return text.trim() === '' ? [UNKNOWN] : this.cut(text).slice(0, most);
  }

  private cut(text: string): number[] {
    const symbols = codePoints(text.normalize('NFKC'));
    const best = new Float64Array(symbols.length + 1);
    const pieceTo = new Uint16Array(symbols.length + 1);
    for (let start = 0; start < symbols.length; start++) {
      if (!this.offerPieces(symbols, start, best, pieceTo))
        offer(best, pieceTo, start, 1, 0, UNKNOWN);
    }
    const pieces: number[] = [];
    for (let end = symbols.length; end > 0; end -= this.lengths[pieceTo[end] as number] as number) {
      const id = pieceTo[end] as number;
      if (id !== UNKNOWN || pieces.at(-1) !== UNKNOWN) pieces.push(id);
    }
    return pieces.reverse();
  }

  /** @returns whether any piece begins at `start` */
  private offerPieces(
    symbols: readonly number[],
    start: number,
    best: Float64Array,
    pieceTo: Uint16Array,
  ): boolean {
    let found = false;
    let node = this.root.children.get(symbols[start] as number);
    for (let length = 1; node !== undefined; length++) {
      if (node.id >= 0) {
        found = true;
        offer(best, pieceTo, start, length, this.scores[node.id] as number, node.id);
      }
      node = node.children.get(symbols[start + length] ?? -1);
    }
    return found;
  }

  private insert(piece: string, id: number): void {
    let node = this.root;
    for (const symbol of piece) {
      const code = symbol.codePointAt(0) as number;
      let child = node.children.get(code);
      if (child === undefined) node.children.set(code, (child = { children: new Map(), id: -1 }));
      node = child;
    }
    node.id = id;
  }
}

function offer(
  best: Float64Array,
  pieceTo: Uint16Array,
  start: number,
  length: number,
  score: number,
  id: number,
): void {
  const total = score + (best[start] as number);
  const end = start + length;
  if (best[end] !== 0 && total < (best[end] as number)) return;
  best[end] = total;
  pieceTo[end] = id;
}

function codePoints(normalized: string): number[] {
  const symbols = [SPACE];
  for (const symbol of normalized)
    symbols.push(symbol === ' ' ? SPACE : (symbol.codePointAt(0) as number));
  return symbols;
}
