import { BulkRun, ChangeConflict, ChangedMention, MentionDetail } from '../../src/api/views.js';
import {
  applied,
  isSame,
  keyOf,
  partIn,
  type Action,
  type Change,
  type MentionState,
} from '../../src/domain/mention-action.js';
import { INBOX_STATUSES } from '../../src/domain/mention.js';
import type { DataSource } from '../../src/store/database.js';
import type { Answer, Client } from '../support/client.js';
import type { Dice } from '../support/makers.js';

/** Looks and acts of each client in a race. */
const STEPS = 3;

const FRESH: MentionState = {
  standing: { status: 'new', waitingUntil: null, dismissedBecause: null },
  ownerId: null,
  labels: [],
};

/** What the history says of one change. */
interface Deed {
  readonly userId: string;
  readonly version: number;
  readonly changes: Change[];
}
/** What one client was answered: the version that was made, from the one that was seen. */
interface Accepted {
  readonly userId: string;
  readonly seen: number;
  readonly made: number;
}

/** Several clients who act on one mention at the same time, and what must be so in the end. */
export class Race {
  readonly accepted: Accepted[] = [];
  refused = 0;
  /** Answers that must not be. */
  private readonly odd: string[] = [];

  constructor(
    private readonly database: DataSource,
    private readonly id: string,
    private readonly owners: readonly string[],
    private readonly dice: Dice,
  ) {}

  /** Looks and acts, again and again; the others do so at the same time. */
  async run(client: Client, userId: string): Promise<void> {
    for (let step = 0; step < STEPS; step++) {
      const { version } = await client.get(MentionDetail, `/mentions/${this.id}`);
      const way = this.dice.next();
      if (way < 0.1) await this.correct(client);
      else if (way < 0.25) await this.bulk(client, userId, version);
      else if (way < 0.4) await this.undo(client, userId);
      else await this.change(client, userId, version);
    }
  }

  private action(): Action {
    const { dice } = this;
    const status = dice.pick([undefined, ...INBOX_STATUSES]);
    const label = dice.pick(['a', 'b', 'c']);
    const day = new Date(Date.UTC(2126, 0, 1 + dice.below(3))).toISOString();
    const action: Action = {
      status,
      ...(status === 'waiting' ? { waitingUntil: day } : {}),
      ...(dice.next() < 0.3 ? { ownerId: dice.pick([null, ...this.owners]) } : {}),
      ...(dice.next() < 0.4 ? { addLabels: [label] } : {}),
    };
    const something = Object.values(action).some((value) => value !== undefined);
    return something ? action : { removeLabels: [label] };
  }

  private async change(client: Client, userId: string, seen: number): Promise<void> {
    const body = { ...this.action(), version: seen };
    const path = `/api/v1/mentions/${this.id}`;
    this.note(await client.send('PATCH', path, { body }), userId, seen);
  }

  private async undo(client: Client, userId: string): Promise<void> {
    const mine = this.accepted.findLast((one) => one.userId === userId);
    if (mine === undefined) return;
    const path = `/api/v1/mentions/${this.id}/undo`;
    const answer = await client.send('POST', path, { body: { version: mine.made } });
    this.note(answer, userId, mine.made);
  }

  private note(answer: Answer, userId: string, seen: number): void {
    if (answer.status === 409) {
      const { meanwhile, heldBy } = ChangeConflict.parse(answer.json);
      if (meanwhile.length === 0 && heldBy === null) this.odd.push(`not told why: ${answer.text}`);
      this.refused++;
      return;
    }
    if (answer.status !== 200) this.odd.push(`${answer.status} ${answer.text}`);
    const { made } = ChangedMention.parse(answer.json);
    if (made !== null) this.accepted.push({ userId, seen, made });
  }

  /** The same through a run of many, which does it or leaves it. */
  private async bulk(client: Client, userId: string, seen: number): Promise<void> {
    const body = { action: this.action(), ids: [this.id], versions: [seen] };
    const run = await client.ask(BulkRun, 'POST', '/bulk', { body });
    const [item] = await this.database.query<{ outcome: string; version: number }[]>(
      'SELECT outcome, version FROM bulk_item WHERE run_id = $1',
      [run.id],
    );
    if (item?.outcome === 'changed') this.accepted.push({ userId, seen, made: item.version });
    else this.refused += run.skipped;
    if (run.state !== 'done') this.odd.push(`a run is ${run.state}`);
  }

  /** Changes the version, and nothing that others change. */
  private async correct(client: Client): Promise<void> {
    const body = { complaint: this.dice.pick(['complaint', 'other']) };
    const path = `/api/v1/mentions/${this.id}/correction`;
    const { status, text } = await client.send('PUT', path, { body });
    if (status !== 200) this.odd.push(`${status} ${text}`);
  }

  /** What went wrong; nothing when no change was lost. */
  async faults(client: Client): Promise<string[]> {
    const deeds = await this.database.query<Deed[]>(
      `SELECT user_id AS "userId", (detail ->> 'version')::int AS version, detail -> 'changes' AS changes
         FROM audit_entry WHERE subject_kind = 'mention' AND subject_id = $1 AND detail ? 'changes'
        ORDER BY id`,
      [this.id],
    );
    return [
      ...this.odd,
      ...this.unrecorded(deeds),
      ...(await this.unexplained(deeds, client)),
      ...this.unseen(deeds),
    ];
  }

  /** Every accepted change is in the history once, and nothing else is. */
  private unrecorded(deeds: readonly Deed[]): string[] {
    const written = deeds.map(({ userId, version }) => `${userId}:${version}`).toSorted();
    const answered = this.accepted.map(({ userId, made }) => `${userId}:${made}`).toSorted();
    return written.join() === answered.join() ? [] : [`${answered.join()} is ${written.join()}`];
  }

  /** Each was made of what the one before had left; played again, they come to what is there. */
  private async unexplained(deeds: readonly Deed[], client: Client): Promise<string[]> {
    const faults: string[] = [];
    let state = FRESH;
    for (const { version, changes } of deeds) {
      for (const { before } of changes)
        if (!isSame(partIn(state, before), before)) faults.push(`${version} was made of a guess`);
      state = applied(state, changes);
    }
    const mention = await client.get(MentionDetail, `/mentions/${this.id}`);
    const { status, waitingUntil, dismissedBecause, owner, ownLabels: labels } = mention;
    const standing = { status, waitingUntil, dismissedBecause };
    const now: MentionState = { standing, ownerId: owner?.id ?? null, labels };
    const same = JSON.stringify(now) === JSON.stringify(state);
    return same ? faults : [...faults, `${JSON.stringify(now)} is not ${JSON.stringify(state)}`];
  }

  /** Whatever took the place of another's word had seen it. */
  private unseen(deeds: readonly Deed[]): string[] {
    return deeds.flatMap(({ version, changes }) => {
      const seen = this.accepted.find((one) => one.made === version)?.seen ?? 0;
      const keys = new Set(changes.map(({ after }) => keyOf(after)));
      return deeds
        .filter((other) => other.version > seen && other.version < version)
        .filter((other) => other.changes.some(({ after }) => keys.has(keyOf(after))))
        .map((other) => `${version} overwrote ${other.version}, having seen ${seen}`);
    });
  }
}
