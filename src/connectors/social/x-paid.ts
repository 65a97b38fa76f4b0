import { AllowanceSpent } from '../../domain/allowance.js';
import type { Asking } from '../connector.js';
import { NoAccess } from '../errors.js';
import type { HttpReply } from '../http.js';
import { statusError } from '../http/status.js';
import { readX, type XAnswer } from './x-post.js';

export const TOKEN = 'EARSHOT_X_BEARER_TOKEN';

/** What of a source's parameters decides what it costs. */
export interface Paid {
  readonly query: string;
  readonly postsPerMonth: number;
  readonly authors: boolean;
}

/** Takes what an answer may cost before it is asked for, and puts back what did not come. */
export async function paid(
  asking: Asking<Paid>,
  sizes: readonly number[],
  address: (size: number) => URL,
): Promise<XAnswer> {
  const { params, budget } = asking;
  const name = `x.posts ${params.query}`;
  const [size = 0, ...smaller] = sizes;
  try {
    await budget.take(name, size, { most: params.postsPerMonth, per: 'month' });
  } catch (error) {
    if (error instanceof AllowanceSpent && smaller.length > 0)
      return paid(asking, smaller, address);
    throw error;
  }
  let count = 0;
  try {
    const { body } = await ask(asking, address(size));
    // What came was paid for, even when it cannot be understood.
    count = size;
    const answer = readX(body);
    count = answer.count;
    return answer;
  } finally {
    if (count < size) await budget.giveBack(name, size - count);
  }
}

async function ask(
  { http, credential, signal, params }: Asking<Paid>,
  url: URL,
): Promise<HttpReply> {
  const token = credential(TOKEN);
  if (token === null) {
    throw new NoAccess(
      `X answers only with a key. Make an application at console.x.com and set ${TOKEN}.`,
    );
  }
  url.searchParams.set(
    'tweet.fields',
    'author_id,created_at,edit_history_tweet_ids,entities,lang,note_tweet,referenced_tweets',
  );
  if (params.authors) {
    url.searchParams.set('expansions', 'author_id');
    url.searchParams.set('user.fields', 'name,username');
  }
  const headers = { authorization: `Bearer ${token}` };
  const reply = await http.get(url.href, { headers, answers: [429], signal });
  if (reply.status === 200) return reply;
  // X tells the end of a pause in a header of its own, in seconds since 1970.
  const reset = Number(reply.headers['x-rate-limit-reset'] ?? Number.NaN) * 1000 - Date.now();
  const wait = Number.isNaN(reset)
    ? {}
    : { 'retry-after': String(Math.max(1, Math.ceil(reset / 1000))) };
  throw statusError(reply.status, { ...wait, ...reply.headers }, 'X');
}
