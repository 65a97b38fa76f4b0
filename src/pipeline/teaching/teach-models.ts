import { createHash } from 'node:crypto';
import type { ShippedModels } from '../../classify/teaching/shipped.js';
import type { Taught } from '../../classify/teaching/teach.js';
import type { Teacher } from '../../classify/teaching/teacher.js';
import { judgeCandidate } from '../../domain/gate.js';
import {
  neededInWords,
  TAUGHT_TASKS,
  teachable,
  type Lesson,
  type TaughtTask,
} from '../../domain/teaching.js';
import type { Lessons, LessonsStore } from '../../store/lessons.store.js';
import type { ModelsStore } from '../../store/models.store.js';
import type { Claim, TeachingRunsStore } from '../../store/teaching-runs.store.js';

/** What a run needs. */
export interface TeachModelsParts {
  readonly models: ModelsStore;
  readonly lessons: LessonsStore;
  readonly runs: TeachingRunsStore;
  readonly teacher: Teacher;
  readonly shipped: () => ShippedModels;
}

/** A run is believed to live for so long after it was last heard of. */
export const LEASE_SECONDS = 60;
const HEARD_MS = 10_000;
/** Texts that nobody has judged, of which the model is to say what it said before. */
const MOST_UNJUDGED = 600;

/** The claim was lost: another process works on the run, or is about to. */
class Lost extends Error {
  override readonly name = 'Lost';
}

/** Teaches the model of each task with the corrections that there are. */
export class TeachModels {
  constructor(private readonly parts: TeachModelsParts) {}

  /**
   * Works on the unfinished run, if there is one that nobody works on. When the process dies in the
   * middle, another begins it again; what was decided before stays decided.
   *
   * @param signal ends it at once, and leaves the run to another process
   * @returns false when there was nothing to do
   */
  async run(signal: AbortSignal): Promise<boolean> {
    const { runs } = this.parts;
    const claim = await runs.claim(LEASE_SECONDS);
    if (claim === null) return false;
    const work = new Work(this.parts, claim, signal);
    try {
      await work.run();
      await runs.end(claim, null);
    } catch (error) {
      if (error instanceof Lost) return true;
      if (signal.aborted) await runs.release(claim);
      else await runs.end(claim, error instanceof Error ? error.message : String(error));
    }
    return true;
  }
}

class Work {
  private progress = 0;
  private readonly lost = new AbortController();
  private readonly signal: AbortSignal;

  constructor(
    private readonly parts: TeachModelsParts,
    private readonly claim: Claim,
    signal: AbortSignal,
  ) {
    this.signal = AbortSignal.any([signal, this.lost.signal]);
  }

  async run(): Promise<void> {
    const alive = setInterval(() => void this.stayAlive(), HEARD_MS);
    try {
      for (const [at, task] of TAUGHT_TASKS.entries()) {
        const share = (done: number): void => {
          this.progress = (at + done) / TAUGHT_TASKS.length;
        };
        share(0);
        await this.stayAlive();
        await this.teach(task, share);
        if (this.signal.aborted) throw new Error('the run was stopped');
      }
    } catch (error) {
      if (this.lost.signal.aborted) throw new Lost();
      throw error;
    } finally {
      clearInterval(alive);
    }
  }

  private async stayAlive(): Promise<void> {
    const kept = await this.parts.runs
      .extend(this.claim, LEASE_SECONDS, this.progress)
      // For a moment the database is away: the claim lasts a while.
      .catch(() => true);
    if (!kept) this.lost.abort();
  }

  private async teach(task: TaughtTask, onProgress: (done: number) => void): Promise<void> {
    const { models, lessons: store, teacher, shipped } = this.parts;
    const scope = shipped()[task];
    if (scope === null)
      return this.note(task, 'no shipped model reads it, so there is none to teach');
    const all = await store.of(task);
    const lessons = {
      learnt: teachable(scope, all.learnt),
      heldBack: teachable(scope, all.heldBack),
    };
    const { learnt, heldBack } = lessons;
    const needed = neededInWords({ learnt: learnt.length, heldBack: heldBack.length });
    if (needed !== null) return this.note(task, needed);
    const lessonsDigest = digestOf(scope.digest, lessons);
    const before = (await models.all()).filter((model) => model.task === task);
    const serving = before.find(({ state }) => state === 'serving') ?? null;
    // The same lessons against the same model come out the same.
    const known = before.find(
      (model) =>
        model.lessonsDigest === lessonsDigest &&
        (model.id === serving?.id || model.parentId === (serving?.id ?? null)),
    );
    if (known) return this.note(task, `nothing new since version ${known.version}`, known.id);
    const bytes = serving === null ? null : await models.bytes(serving.id);
    const taught = await teacher.teach(
      { task, learnt, heldBack, unjudged: await store.unjudged(MOST_UNJUDGED), serving: bytes },
      onProgress,
      this.signal,
    );
    const parentId = serving?.id ?? null;
    const made = { task, parentId, lessonsDigest, lessons: learnt.length };
    if (!(await models.keep(this.claim, { ...made, ...verdictOn(taught) }))) this.lost.abort();
  }

  private async note(task: TaughtTask, what: string, modelId: string | null = null): Promise<void> {
    if (!(await this.parts.runs.note(this.claim, { task, what, modelId }))) this.lost.abort();
  }
}

function verdictOn({ bytes, header, base, heldBack, byLot, known }: Taught) {
  const compared = { heldBack, byLot, known };
  const { serves, reason, chance } = judgeCandidate(compared);
  // The weights' own figures stay in the file.
  const { stages: _stages, ...about } = header;
  return {
    bytes: Buffer.from(bytes),
    header: about,
    base,
    gate: { ...compared, chance },
    serves,
    reason,
  };
}

/** Changes with every lesson and with the shipped model. */
function digestOf(base: string, { learnt, heldBack }: Lessons): string {
  const hash = createHash('sha256').update(base);
  const add = ({ contentHash, labels }: Lesson): void =>
    void hash.update(JSON.stringify([contentHash, labels]));
  learnt.forEach(add);
  heldBack.forEach(add);
  return hash.digest('hex');
}
