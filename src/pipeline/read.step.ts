import { Inject, Injectable } from '@nestjs/common';
import type { Read, Reader } from '../domain/reading.js';
import { Bus } from '../queue/bus.js';
import type { Queues } from '../queue/queues.js';
import type { Step } from '../queue/step.js';
import type { Settings } from '../settings/schema.js';
import { SETTINGS } from '../settings/token.js';
import { MentionsStore, type Unread } from '../store/mentions.store.js';
import { ReadingsStore, type NewReading } from '../store/readings.store.js';
import { sendOn } from './ingest.js';
import { READER } from './tokens.js';

/** Gives each stored mention of the page its reading, and its words to the search. Running twice changes nothing. */
@Injectable()
export class ReadStep implements Step<'read'> {
  readonly queue = 'read';

  constructor(
    private readonly mentions: MentionsStore,
    private readonly readings: ReadingsStore,
    private readonly bus: Bus,
    @Inject(READER) private readonly reader: Reader,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async handle({ mentionIds }: Queues['read']): Promise<void> {
    const unread = await this.mentions.unread(mentionIds);
    // The database cuts the words for the search while this process reads.
    const indexed = this.mentions.index(unread.map(({ id }) => id));
    const { readings, faults } = await this.readAll(unread);
    await indexed;
    await this.readings.save(readings);
    // Those too that were read by a process that died before it could send them on.
    const read = await this.mentions.untriaged(mentionIds);
    await sendOn(this.bus, 'triage', read, this.settings.triage.pageSize);
    // The others of the page are done; only these are tried again, and shown when that does not help.
    if (faults.length > 0) throw new Error(`could not be read: ${inShort(faults)}`);
  }

  /** One text that cannot be read must not keep the others of its page from it. */
  private async readAll(
    unread: readonly Unread[],
  ): Promise<{ readings: NewReading[]; faults: string[] }> {
    try {
      const reads = await this.reader.read(unread);
      return { readings: unread.map((mention, at) => newReading(mention, reads[at])), faults: [] };
    } catch (error) {
      if (unread.length === 1) return { readings: [], faults: [faultOf(unread[0], error)] };
      const each = await Promise.all(unread.map((mention) => this.readAll([mention])));
      return {
        readings: each.flatMap(({ readings }) => readings),
        faults: each.flatMap(({ faults }) => faults),
      };
    }
  }
}

function newReading({ id, contentHash }: Unread, read: Read | undefined): NewReading {
  if (read === undefined) throw new Error('the reader left a text out');
  return { mentionId: id, contentHash, ...read };
}

function faultOf(mention: Unread | undefined, error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  return `mention ${mention?.id} (${why})`;
}

const MOST_FAULTS = 3;

/** A page has hundreds of mentions; what is wrong with the first of them tells enough. */
function inShort(faults: readonly string[]): string {
  const more = faults.length - MOST_FAULTS;
  return `${faults.slice(0, MOST_FAULTS).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
