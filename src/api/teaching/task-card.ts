import {
  agreement,
  agreementBy,
  calibrationOf,
  driftInWords,
  rateOf,
  stabilityIndex,
  type Distribution,
  type Judgement,
} from '../../domain/agreement.js';
import { judge } from '../../domain/judged.js';
import { neededInWords, type LessonCount, type TaughtTask } from '../../domain/teaching.js';
import type { StoredModel } from '../../store/models.store.js';
import type { Distributions, StoredJudgement } from '../../store/reading-card.store.js';
import type { TaskCard, View } from '../views.js';
import { onWire } from '../wire.js';
import type { ShippedModel } from './shipped.js';

/** Below this many judgements by lot, groups of them would be but a few each. */
const LEAST_BY_LOT = 20;

/** What is known of one task. */
export interface Known {
  readonly task: TaughtTask;
  readonly shipped: ShippedModel | null;
  readonly models: readonly StoredModel[];
  readonly lessons: LessonCount;
  readonly judgements: readonly StoredJudgement[];
  readonly distributions: Distributions;
}

/** Puts together how one task is read, and how well. */
export function taskCard(known: Known): View<typeof TaskCard> {
  const { task, shipped, lessons } = known;
  const judged = known.judgements.flatMap((stored) => {
    const found = judge(task, stored);
    return found === null ? [] : [{ ...stored, ...found }];
  });
  const of = (drawn: StoredJudgement['drawn']): Judgement[] =>
    judged.filter((one) => one.drawn === drawn);
  const byLot = of('sample');
  const enough = byLot.length >= LEAST_BY_LOT;
  return {
    task,
    serving: servingOf(known),
    shipped: shipped && {
      version: shipped.version,
      languages: [...shipped.languages],
      rows: shipped.rows,
      metrics: { ...shipped.metrics },
    },
    lessons: { ...lessons, needed: shipped === null ? null : neededInWords(lessons) },
    agreement: {
      byLot: agreement(byLot),
      unsure: agreement(of('unsure')),
      corrected: agreement(of('inbox')),
    },
    neededByLot: Math.max(0, LEAST_BY_LOT - byLot.length),
    byLanguage: enough ? agreementBy(byLot, 'language') : [],
    bySource: enough ? agreementBy(byLot, 'source') : [],
    calibration: enough ? calibrationOf(byLot) : [],
    ...change(known.distributions),
    versions: known.models.map(versionOf),
  };
}

function servingOf({ models, shipped }: Known): View<typeof TaskCard>['serving'] {
  const model = models.find(({ state }) => state === 'serving');
  if (model) {
    const { id, version, servedFrom, lessons } = model;
    return { modelId: id, version, since: servedFrom?.toISOString() ?? null, lessons };
  }
  if (shipped === null) return null;
  // The shipped one reads again since the last of the others was taken away.
  const ends = models.flatMap(({ servedTo }) => (servedTo === null ? [] : [servedTo.getTime()]));
  const since = ends.length === 0 ? null : new Date(Math.max(...ends)).toISOString();
  return { modelId: null, version: null, since, lessons: 0 };
}

function versionOf(model: StoredModel): View<typeof TaskCard>['versions'][number] {
  const { id, version, state, reason, lessons, madeAt, by, servedFrom, servedTo, gate } = model;
  const { heldBack, byLot, known, chance } = gate;
  const times = onWire({ madeAt, servedFrom, servedTo });
  return { id, version, state, reason, lessons, by, ...times, heldBack, byLot, known, chance };
}

function change({ now, before }: Distributions): Pick<View<typeof TaskCard>, 'unsure' | 'drift'> {
  const rate = (all: Distribution, label: string) => rateOf(all[label] ?? 0, sum(all));
  const labels = [...new Set([...Object.keys(now), ...Object.keys(before)])];
  labels.sort((a, b) => (now[b] ?? 0) - (now[a] ?? 0) || a.localeCompare(b));
  const index = stabilityIndex(now, before);
  return {
    unsure: { now: rate(now, 'unsure'), before: rate(before, 'unsure') },
    drift: {
      index,
      words: driftInWords(index),
      labels: labels.map((label) => ({
        label,
        now: rate(now, label),
        before: rate(before, label),
      })),
    },
  };
}

const sum = (all: Distribution): number =>
  Object.values(all).reduce((total, count) => total + count, 0);
