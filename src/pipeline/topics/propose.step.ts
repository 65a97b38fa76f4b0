import { setImmediate as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Meanings } from '../../classify/meaning.js';
import { clusters, isSamePattern, type Cluster } from '../../classify/topics/clusters.js';
import { tellingPhrases } from '../../classify/topics/telling.js';
import {
  LEAST_MENTIONS,
  LEAST_PEOPLE,
  WEEKS_BACK,
  type ProposedWeek,
} from '../../domain/proposal.js';
import type { Queues } from '../../queue/queues.js';
import type { Step } from '../../queue/step.js';
import { ProposalRunsStore } from '../../store/proposal-runs.store.js';
import { ProposalsStore, type FoundPattern, type Untagged } from '../../store/proposals.store.js';
import { TopicsStore, type UntaggedCount } from '../../store/topics.store.js';
import { MEANINGS } from '../tokens.js';

/** Complaints that are gone through, newest first: the time grows with the square of their number. */
const MOST = 3_000;
/** Other complaints that the words of a pattern are compared with. */
const COMPARED = 3_000;
const MOST_PHRASES = 6;
const PHRASES_IN_NAME = 3;

/** Looks for patterns among complaints without a topic, and proposes each as a topic. */
@Injectable()
export class ProposeStep implements Step<'propose'> {
  readonly queue = 'propose';

  constructor(
    private readonly proposals: ProposalsStore,
    private readonly runs: ProposalRunsStore,
    private readonly topics: TopicsStore,
    @Inject(MEANINGS) private readonly meanings: Meanings,
  ) {}

  async handle({ runId }: Queues['propose']): Promise<void> {
    if (!(await this.runs.unfinished()).includes(runId)) return;
    const untagged = await this.proposals.untagged(MOST);
    const vectors = await this.vectorsOf(untagged);
    const found = await clusters(vectors, LEAST_MENTIONS, () => pause());
    const tagged = await this.proposals.tagged(COMPARED);
    const heard = await this.topics.untagged({ weeks: WEEKS_BACK });
    const patterns = found.flatMap((cluster) => patternOf(cluster, untagged, tagged, heard) ?? []);
    await this.keep(patterns);
    await this.runs.end(runId, { looked: untagged.length, found: patterns.length });
  }

  /** Those that the reader did not need to look at so closely are looked at now. */
  private async vectorsOf(untagged: readonly Untagged[]): Promise<Int8Array[]> {
    const missing = untagged.filter(({ vector }) => vector === null);
    const meant = await this.meanings.of(missing.map(textOf));
    const made = new Map(missing.map(({ id }, at) => [id, meant[at]?.sentence]));
    return untagged.map(({ id, vector }) =>
      vector === null
        ? (made.get(id) ?? new Int8Array())
        : new Int8Array(vector.buffer, vector.byteOffset, vector.length),
    );
  }

  /** What was rejected, or has just become a topic, does not come back; what is open is brought up to date. */
  private async keep(patterns: readonly FoundPattern[]): Promise<void> {
    for (const pattern of patterns) {
      const known = (await this.proposals.known()).filter((other) =>
        isSamePattern(other.centre, pattern.centre),
      );
      const open = known.find(({ state }) => state === 'open');
      if (known.length === 0 || open !== undefined)
        await this.proposals.keep(pattern, open?.id ?? null);
    }
  }
}

const textOf = ({ title, text }: Untagged): string =>
  title === null || title === '' ? text : `${title}\n${text}`;

/** @returns null for what few people say, or what no word tells from the others */
function patternOf(
  { members, centre }: Cluster,
  untagged: readonly Untagged[],
  tagged: readonly string[],
  heard: readonly UntaggedCount[],
): FoundPattern | null {
  const inside = new Set(members);
  const own = members.flatMap((at) => untagged[at] ?? []);
  const people = new Set(own.map(({ person }) => person)).size;
  if (people < LEAST_PEOPLE) return null;
  const others = untagged.filter((_, at) => !inside.has(at)).map(textOf);
  const phrases = tellingPhrases(own.map(textOf), [...others, ...tagged], MOST_PHRASES);
  if (phrases.length === 0) return null;
  return {
    name: nameOf(phrases),
    phrases,
    centre,
    mentionIds: own.map(({ id }) => id),
    people,
    weeks: weeksOf(own, heard),
  };
}

function nameOf(phrases: readonly string[]): string {
  const name = phrases.slice(0, PHRASES_IN_NAME).join(', ');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Every week in which anything was heard, oldest first. */
function weeksOf(own: readonly Untagged[], heard: readonly UntaggedCount[]): ProposedWeek[] {
  return heard.flatMap(({ week, complaints }) => {
    if (week === null) return [];
    return [{ week, complaints, mentions: own.filter((one) => one.week === week).length }];
  });
}
