import type { DeeperLabel } from '../domain/deeper.js';
import type { Read, Reader, ReadInput } from '../domain/reading.js';
import { decisionsIn, type Decision } from './answer.js';
import type { Deeper } from './deeper.js';
import { decided, openLabels } from './decide.js';
import { questionOf, sentOf, speaksToModels } from './question.js';
import { Tally } from './tally.js';

/** A text that its reader left open. */
interface Open {
  readonly at: number;
  readonly input: ReadInput;
  readonly labels: readonly DeeperLabel[];
}

/**
 * A reader that asks the deeper model about what another one leaves unsure. Whatever becomes of
 * asking, each text has the other's reading, and a page waits for it `deeper.timeoutMs` at most.
 */
export function withDeeper(reader: Reader, deeper: Deeper): Reader {
  return new DeeperReader(reader, deeper);
}

class DeeperReader implements Reader {
  constructor(
    private readonly reader: Reader,
    private readonly deeper: Deeper,
  ) {}

  get model(): string {
    return this.reader.model;
  }

  async read(inputs: readonly ReadInput[]): Promise<Read[]> {
    const reads = await this.reader.read(inputs);
    const trust = await this.deeper.trust();
    const open = inputs.flatMap((input, at): Open[] => {
      const read = reads[at];
      const labels = read === undefined ? [] : openLabels(read.reading, trust);
      return labels.length === 0 ? [] : [{ at, input, labels }];
    });
    if (open.length === 0) return reads;
    const decisions = await this.ask(open);
    return reads.map(({ reading, ...rest }, at) => ({
      ...rest,
      reading: decided(reading, decisions.get(at) ?? [], trust, this.deeper.model),
    }));
  }

  /** Whether it is a complaint weighs more than the feeling, should there be no time for all. */
  private async ask(open: readonly Open[]): Promise<Map<number, readonly Decision[]>> {
    const tally = new Tally();
    const signal = this.deeper.pageTime();
    const once = new Map<string, Promise<readonly Decision[]>>();
    const found = new Map<number, readonly Decision[]>();
    const first = open.filter(({ labels }) => labels.includes('complaint'));
    const others = open.filter((one) => !first.includes(one));
    await Promise.all(
      [...first, ...others].map(async ({ at, input, labels }) => {
        // Copies of a text in a page are one question.
        const { title, text, brand } = input;
        const key = JSON.stringify([labels, title, text, brand]);
        const asked = once.get(key) ?? this.askOne(input, labels, tally, signal);
        once.set(key, asked);
        found.set(at, await asked);
      }),
    );
    await this.deeper.record('reading', tally);
    return found;
  }

  private async askOne(
    input: ReadInput,
    labels: readonly DeeperLabel[],
    tally: Tally,
    signal: AbortSignal,
  ): Promise<readonly Decision[]> {
    if (speaksToModels(input)) {
      tally.skipped();
      return [];
    }
    try {
      const sent = sentOf(input, labels);
      const { value, tookMs } = await this.deeper.guard.chat(questionOf(sent), signal);
      const decisions = decisionsIn(value, sent);
      tally.answered(decisions.length > 0 ? 'decided' : 'open', tookMs);
      return decisions;
    } catch (error) {
      tally.missed(error);
      return [];
    }
  }
}
