import type { Taught, Teaching } from '../../src/classify/teaching/teach.js';
import type { Teacher } from '../../src/classify/teaching/teacher.js';
import { isHeldBack } from '../../src/domain/teaching.js';
import type { DataSource } from '../../src/store/database.js';
import { MentionChangesStore } from '../../src/store/inbox/mention-changes.store.js';
import type { NewModel } from '../../src/store/models.store.js';
import type { Records } from './records.js';

/** A model as the gate left it, of complaint unless it says otherwise. */
export function aModel(given: Partial<NewModel> = {}): NewModel {
  const paired = { n: 10, before: 2, after: 8, mended: 6, spoilt: 0 };
  return {
    task: 'complaint',
    bytes: Buffer.from('weights'),
    header: { classes: ['other', 'complaint'] },
    base: 'shipped-digest',
    parentId: null,
    lessons: 40,
    lessonsDigest: 'lessons',
    gate: {
      heldBack: paired,
      byLot: paired,
      known: { ...paired, mended: 0, before: 8 },
      chance: 0.01,
    },
    serves: true,
    reason: 'better',
    ...given,
  };
}

/** Teaches without learning: each model is told how it did. */
export class ScriptedTeacher implements Teacher {
  readonly asked: Teaching[] = [];
  /** Held-back corrections that the next model puts right; so many it spoils. */
  mended = 8;
  spoilt = 0;
  /** Heard before a model comes back; it may throw, or take its time. */
  before: (signal: AbortSignal) => Promise<void> = () => Promise.resolve();

  async teach(
    teaching: Teaching,
    onProgress: (done: number) => void,
    signal: AbortSignal,
  ): Promise<Taught> {
    this.asked.push(teaching);
    onProgress(0.5);
    await this.before(signal);
    const { mended, spoilt } = this;
    const n = teaching.heldBack.length;
    const bytes = Buffer.from(`model ${this.asked.length} of ${teaching.task}`);
    return {
      bytes,
      header: HEADER,
      base: 'shipped',
      heldBack: { n, before: spoilt, after: mended, mended, spoilt },
      byLot: { n: 0, before: 0, after: 0, mended: 0, spoilt: 0 },
      known: { n: 100, before: 90, after: 90, mended: 0, spoilt: 0 },
    };
  }
}

const HEADER: Taught['header'] = {
  format: 'earshot-linear-2',
  task: 'complaint',
  version: '1',
  link: 'binary',
  classes: ['other', 'complaint'],
  languages: ['en'],
  bits: 8,
  fingerprint: '',
  width: 0,
  open: 0,
  limit: 0.5,
  stages: [],
  training: { rows: 1, seed: 1, sets: [] },
  metrics: {},
  digest: '',
};

/** Texts that were read as complaints, in a place and for a monitor of their own. */
export class Corrections {
  private count = 0;

  constructor(
    private readonly database: DataSource,
    private readonly make: Records,
    private readonly base: { sourceId: string; monitorIds: string[]; language?: string },
  ) {}

  /** @returns their ids, in order */
  async mentions(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let n = 0; n < count; n++) {
      const contentHash = `lesson-${++this.count}`;
      const text = `Lesson ${this.count}`;
      const { id } = await this.make.mention({ ...this.base, contentHash, text });
      await this.make.reading(id);
      ids.push(id);
    }
    return ids;
  }

  /** Corrects enough of them for a model to learn. */
  async enough(userId: string): Promise<void> {
    const people = new MentionChangesStore(this.database);
    for (let held = 0, learnt = 0; held < 8 || learnt < 30;) {
      const [id = ''] = await this.mentions(1);
      await people.correct(id, { complaint: 'other' }, userId);
      if (isHeldBack(`lesson-${this.count}`)) held++;
      else learnt++;
    }
  }
}
