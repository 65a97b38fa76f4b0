import { z } from 'zod';
import type { Asking } from '../connector.js';
import { RateLimited, Rejected } from '../errors.js';
import { statusError } from '../http/status.js';
import { longest } from '../paged.js';
import { readStackExchange, type StackExchangeAnswer } from './stack-exchange-answer.js';

const KEY = 'EARSHOT_STACK_EXCHANGE_KEY';
export const STACK_EXCHANGE_CREDENTIALS = [
  { env: KEY, title: 'Key of your app (stackapps.com/apps/oauth/register)', required: false },
] as const;

const API = 'https://api.stackexchange.com/2.3';
/** Questions that it takes a day, from one address (api.stackexchange.com/docs/throttle). */
const A_DAY = { withKey: 10_000, without: 300 };

/** Until when each method must be left alone; `backoff` holds for one method of one address. */
const pauses = new Map<string, number>();

const Refusal = z.object({
  error_id: z.number(),
  error_name: z.string().nullish(),
  error_message: z.string().nullish(),
});
/** `throttle_violation` */
const THROTTLED = 502;

export interface Told extends StackExchangeAnswer {
  /** How long the place, or the method, is to be left alone; null when it says nothing of that. */
  readonly pauseSeconds: number | null;
}

/**
 * Asks one method of the interface, minding its quota and the pauses it asked for.
 *
 * @param method with ids, when it takes some: `answers/1;2`
 * @throws RateLimited before asking, while an earlier answer forbids it; AllowanceSpent
 */
export async function askStackExchange(
  { http, budget, credential, signal }: Asking<unknown>,
  { site, host, method, asked }: Question,
): Promise<Told> {
  const name = method.replace(/\/[\d;]+/, '');
  heedPause(name);
  const key = credential(KEY);
  const most = key === null ? A_DAY.without : A_DAY.withKey;
  await budget.take('stack-exchange.questions', 1, { most, per: 'day' });
  const url = new URL(`${API}/${method}`);
  const search = { site, ...asked, ...(key === null ? {} : { key }) };
  for (const [field, value] of Object.entries(search)) url.searchParams.set(field, value);
  const reply = await http.get(url.href, { signal, answers: [400] });
  if (reply.status !== 200) throw refusal(reply.body, reply.headers);
  const answer = readStackExchange(reply.body, host);
  const untilTomorrow = answer.left === 0 ? secondsOfTheDayLeft(new Date()) : null;
  const pauseSeconds = longest(answer.backoffSeconds || null, untilTomorrow);
  if (pauseSeconds !== null) pauses.set(name, Date.now() + pauseSeconds * 1000);
  return { ...answer, pauseSeconds: longest(pauseSeconds, reply.freshForSeconds) };
}

export interface Question {
  readonly site: string;
  readonly host: string;
  readonly method: string;
  readonly asked: Readonly<Record<string, string>>;
}

function heedPause(method: string): void {
  const until = pauses.get(method) ?? 0;
  if (until <= Date.now()) return;
  const retryAt = new Date(until);
  throw new RateLimited(
    `Stack Exchange asked for a pause (backoff), until ${retryAt.toISOString()}. Earshot waits.`,
    { retryAt },
  );
}

function refusal(body: Uint8Array, headers: Readonly<Record<string, string>>): Error {
  const told = Refusal.safeParse(jsonOf(body)).data;
  if (told === undefined) return statusError(400, headers, 'Stack Exchange');
  const message = told.error_message ?? told.error_name ?? 'no reason given';
  if (told.error_id !== THROTTLED) {
    return new Rejected(
      `Stack Exchange does not accept the question (${message}). Check the source.`,
      { status: 400 },
    );
  }
  const seconds = Number(/(\d{1,7}) second/.exec(message)?.[1] ?? '3600');
  const retryAt = new Date(Date.now() + seconds * 1000);
  return new RateLimited(
    `Stack Exchange asks for a pause (${message}). Earshot waits; a key raises the limit.`,
    { status: 400, retryAt },
  );
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}

/** Its day ends at midnight UTC. */
function secondsOfTheDayLeft(now: Date): number {
  return Math.ceil((86_400_000 - (now.getTime() % 86_400_000)) / 1000);
}
