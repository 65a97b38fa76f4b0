import type { TaughtTask } from './teaching.js';
import type { Judgement } from './agreement.js';

interface ReadLabel {
  readonly best?: unknown;
  readonly label?: unknown;
  readonly stage?: unknown;
  readonly level?: unknown;
  readonly probability?: unknown;
  readonly probabilities?: Readonly<Record<string, unknown>>;
}

const isObject = (value: unknown): value is ReadLabel =>
  typeof value === 'object' && value !== null;

/** The most likely class of a label as it was read, how likely, and whether it counted as unsure. */
export function bestOf(
  task: TaughtTask,
  read: unknown,
): { best: string | null; probability: number | null; unsure: boolean } | null {
  if (task === 'topic') return firstTopic(read);
  if (!isObject(read)) return null;
  // A reading of an older version of Earshot names no best class beside a sure one.
  const said = read.label ?? read.stage ?? read.level;
  const best = String(read.best ?? said);
  const given = read.probabilities?.[best] ?? read.probability;
  const probability = typeof given === 'number' ? given : null;
  const ofOther = task === 'complaint' && best !== 'complaint' && probability !== null;
  return { best, probability: ofOther ? 1 - probability : probability, unsure: said === 'unsure' };
}

function firstTopic(read: unknown): ReturnType<typeof bestOf> {
  if (!Array.isArray(read)) return null;
  const first: unknown = read[0];
  if (!isObject(first) || !('key' in first))
    return { best: null, probability: null, unsure: false };
  const { probability } = first;
  return {
    best: String(first.key),
    probability: typeof probability === 'number' ? probability : null,
    unsure: false,
  };
}

/**
 * What a person said of a label beside what the reading had said before. Of several topics the most
 * likely one counts: it is right when the person named it, or named none and none was read.
 *
 * @returns null when the label had not been read
 */
export function judge(
  task: TaughtTask,
  { value, read }: { readonly value: unknown; readonly read: unknown },
): Pick<Judgement, 'right' | 'probability' | 'unsure'> | null {
  const found = bestOf(task, read);
  if (found === null) return null;
  const right = Array.isArray(value)
    ? found.best === null
      ? value.length === 0
      : value.includes(found.best)
    : value === found.best;
  return { right, probability: found.probability, unsure: found.unsure };
}
