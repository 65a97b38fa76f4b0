import { Inject, Injectable } from '@nestjs/common';
import type { Reader } from '../domain/reading.js';
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
    const { readings, faults } = this.readAll(unread);
    await indexed;
    await this.readings.save(readings);
    // Those too that were read by a process that died before it could send them on.
    const read = await this.mentions.untriaged(mentionIds);
    await sendOn(this.bus, 'triage', read, this.settings.triage.pageSize);
    // The others of the page are done; only these are tried again, and shown when that does not help.
    if (faults.length > 0) throw new Error(`could not be read: ${inShort(faults)}`);
  }

  private readAll(unread: readonly Unread[]): { readings: NewReading[]; faults: string[] } {
    const readings: NewReading[] = [];
    const faults: string[] = [];
    for (const mention of unread) {
      try {
        const reading = this.reader.read(mention);
        readings.push({ mentionId: mention.id, contentHash: mention.contentHash, reading });
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        faults.push(`mention ${mention.id} (${why})`);
      }
    }
    return { readings, faults };
  }
}

const MOST_FAULTS = 3;

/** A page has hundreds of mentions; what is wrong with the first of them tells enough. */
function inShort(faults: readonly string[]): string {
  const more = faults.length - MOST_FAULTS;
  return `${faults.slice(0, MOST_FAULTS).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
