import type { EntityManager } from 'typeorm';
import { inWords } from '../../domain/change-words.js';
import {
  applied,
  endsClaim,
  followedBy,
  merge,
  wayBack,
  type Change,
  type MentionState,
  type Part,
} from '../../domain/mention-action.js';
import { announce } from '../changes.js';
import { notify } from '../notifications/notify.js';
import { deedsSince, recordDeeds, type Deed, type NewDeed } from './change-history.js';
import {
  lockWithCopies,
  writeHeld,
  type ClaimStep,
  type Held,
  type Made,
  type MadeOfCopy,
  type Written,
} from './change-rows.js';

/** What somebody wants of one mention. */
export interface Wish {
  readonly id: string;
  /** The version that was seen. */
  readonly seen: number;
  wanted(now: MentionState): readonly Part[];
  /** Copies that are to go back, too; without it, the copies that the mention has go along. */
  readonly back?: readonly MadeOfCopy[];
}

/** What became of a wish. Only `changed` changed anything. */
export type Outcome =
  | { readonly kind: 'changed'; readonly made: Made; readonly meanwhile: readonly Deed[] }
  /** As it was wanted already. */
  | { readonly kind: 'same'; readonly meanwhile: readonly Deed[] }
  /** Somebody has changed the same meanwhile. */
  | { readonly kind: 'clash'; readonly deeds: readonly Deed[]; readonly now: MentionState }
  /** Another person works on it right now. */
  | { readonly kind: 'held'; readonly by: { readonly id: string; readonly name: string } }
  /** Deleted at its place: there is nothing to work on. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'missing' };

export interface Actor {
  /** null: Earshot itself. */
  readonly userId: string | null;
  readonly claimSeconds: number;
  /** How its history tells it. */
  readonly tell: (words: string) => string;
  /** Kept with the history. */
  readonly detail?: object;
  /** Names the occasion on which somebody is made an owner, for being told of it once; without it nobody is. */
  readonly occasion?: (id: string, version: number) => string;
}

/** One page of wishes, done in the transaction of the caller: all that can be done of it, or nothing. */
export class Changing {
  private readonly claims = new Map<string, ClaimStep>();
  private readonly deeds: (MadeOfCopy & { readonly copies?: MadeOfCopy[] })[] = [];

  private constructor(
    private readonly held: Map<string, Held>,
    private readonly since: Map<string, Deed[]>,
    private readonly actor: Actor,
  ) {}

  /** @returns what became of each wish, in their order */
  static async run(
    transaction: EntityManager,
    wishes: readonly Wish[],
    actor: Actor,
  ): Promise<Outcome[]> {
    const copies = wishes.flatMap(({ back = [] }) => back);
    const seen = [
      ...wishes.map(({ id, seen: version }) => ({ id, version })),
      ...copies.map(({ id, version }) => ({ id, version })),
    ];
    const held = await lockWithCopies(
      transaction,
      seen.map(({ id }) => id),
    );
    const since = await deedsSince(
      transaction,
      seen.filter(({ id, version }) => version < (held.get(id)?.version ?? 0)),
    );
    const changing = new Changing(held, since, actor);
    const outcomes = wishes.map((wish) => changing.fulfil(wish));
    await changing.write(transaction);
    return outcomes;
  }

  private fulfil(wish: Wish): Outcome {
    const mention = this.held.get(wish.id);
    if (mention === undefined) return { kind: 'missing' };
    const deeds = this.since.get(wish.id) ?? [];
    const keys = new Set(deeds.flatMap((deed) => [...deed.keys]));
    const merged = merge(mention.state, wish.wanted(mention.state), keys);
    if (wish.seen > mention.version) return { kind: 'clash', deeds: [], now: mention.state };
    if (merged.kind === 'clash') {
      const against = deeds.filter((deed) => merged.keys.some((key) => deed.keys.has(key)));
      return { kind: 'clash', deeds: against, now: mention.state };
    }
    const { changes } = merged;
    const begins = statusOf(changes) === 'doing';
    if (begins && mention.gone) return { kind: 'gone' };
    const other = mention.claim?.id === this.actor.userId ? null : mention.claim;
    if (begins && other !== null && wish.back === undefined) return { kind: 'held', by: other };
    if (changes.length === 0) return { kind: 'same', meanwhile: deeds };
    const copies = this.takeAlong(mention, changes, wish);
    this.change(mention, changes);
    this.claims.set(mention.id, claimStep(statusOf(changes), mention, this.actor.userId));
    this.deeds.push({ id: mention.id, version: mention.version, changes, copies });
    return {
      kind: 'changed',
      made: { version: mention.version, changes, copies },
      meanwhile: deeds,
    };
  }

  private takeAlong(lead: Held, changes: readonly Change[], { back }: Wish): MadeOfCopy[] {
    const wanted: { copy: Held | undefined; parts: readonly Part[]; keys: Set<string> }[] =
      back === undefined
        ? [...this.held.values()]
            .filter(({ copyOf }) => copyOf === lead.id)
            .map((copy) => ({
              copy,
              parts: followedBy(copy.state, changes),
              keys: new Set<string>(),
            }))
        : back.map((made) => ({
            copy: this.held.get(made.id),
            parts: wayBack(made.changes),
            keys: new Set(this.since.get(made.id)?.flatMap((deed) => [...deed.keys])),
          }));
    return wanted.flatMap(({ copy, parts, keys }) => {
      const merged = copy === undefined ? null : merge(copy.state, parts, keys);
      if (copy === undefined || merged?.kind !== 'merged' || merged.changes.length === 0) return [];
      this.change(copy, merged.changes);
      const made = { id: copy.id, version: copy.version, changes: merged.changes };
      this.deeds.push(made);
      return [made];
    });
  }

  private change(mention: Held, changes: readonly Change[]): void {
    mention.state = applied(mention.state, changes);
    mention.version += 1;
    if (!this.claims.has(mention.id)) this.claims.set(mention.id, 'keep');
  }

  private async tellOwners(transaction: EntityManager): Promise<void> {
    const { occasion, userId } = this.actor;
    if (occasion === undefined) return;
    const owners = this.deeds.flatMap(({ id, version, changes }) => {
      const owner = newOwnerOf(changes);
      return owner === null ? [] : [{ id, owner, event: occasion(id, version) }];
    });
    await notify(
      transaction,
      owners.map(({ id, owner, event }) => ({
        userId: owner,
        kind: 'assigned' as const,
        event,
        mentionId: id,
        ...(userId === null ? {} : { byUserId: userId }),
      })),
    );
  }

  private async write(transaction: EntityManager): Promise<void> {
    if (this.deeds.length === 0) return;
    const { userId, claimSeconds, tell, detail } = this.actor;
    const ids = [...this.claims.keys()];
    const rows = ids.map((id) => ({
      ...(this.held.get(id) as Held),
      claimStep: this.claims.get(id) ?? 'keep',
    }));
    await writeHeld(transaction, rows satisfies Written[], userId, claimSeconds);
    const names = await namesOf(transaction, this.deeds);
    const lines = this.deeds.map(({ id, version, changes, copies }): NewDeed => {
      const what = tell(inWords(changes, names, userId));
      return copies === undefined
        ? {
            mentionId: id,
            what: `${what} (with the mention it is a copy of)`,
            made: { version, changes },
          }
        : { mentionId: id, what, made: { version, changes, copies } };
    });
    await recordDeeds(transaction, lines, userId, detail);
    await this.tellOwners(transaction);
    await announce(transaction, 'mentions', ids);
  }
}

/** Who is made the owner of something; null when nobody is. */
const newOwnerOf = (changes: readonly Change[]): string | null =>
  changes.flatMap(({ after }) => (after.part === 'owner' ? [after.value] : [])).at(-1) ?? null;

const statusOf = (changes: readonly Change[]) =>
  changes.flatMap(({ after }) => (after.part === 'standing' ? [after.value.status] : [])).at(-1);

function claimStep(
  status: MentionState['standing']['status'] | undefined,
  { claim }: Held,
  userId: string | null,
): ClaimStep {
  if (status !== undefined && endsClaim(status)) return 'end';
  if (userId === null) return 'keep';
  if (status === 'doing' && claim === null) return 'take';
  return claim?.id === userId ? 'renew' : 'keep';
}

/** Of the people who are made owners. */
async function namesOf(
  transaction: EntityManager,
  deeds: readonly { changes: readonly Change[] }[],
): Promise<Map<string, string>> {
  const ids = deeds.flatMap(({ changes }) => newOwnerOf(changes) ?? []);
  if (ids.length === 0) return new Map();
  const rows = await transaction.query<{ id: string; name: string }[]>(
    'SELECT id, name FROM app_user WHERE id = ANY($1::bigint[])',
    [[...new Set(ids)]],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
