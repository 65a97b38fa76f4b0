import type { HttpClient, HttpReply, PostOptions } from '../../../src/connectors/http.js';
import { redditToken } from '../../../src/connectors/forums/reddit-access.js';

/** Reddit's sign-in alone: gives out tokens one after the other. */
export class RedditSignIn implements HttpClient {
  readonly asked: PostOptions[] = [];

  get(): Promise<HttpReply> {
    return Promise.reject(new Error('the sign-in answers only what is posted to it'));
  }

  post(url: string, options: PostOptions): Promise<HttpReply> {
    this.asked.push(options);
    const body = JSON.stringify({ access_token: `t${this.asked.length}`, expires_in: 86_400 });
    return Promise.resolve({
      status: 200,
      url,
      headers: {},
      body: Buffer.from(body),
      validators: null,
      freshForSeconds: null,
      permanentRedirectTo: null,
    });
  }

  socket(): AsyncIterable<string> {
    throw new Error('the sign-in has no stream');
  }
}

/** The secrets of an app that is signed in already, as it is in a process that runs for a while. */
export async function signedIn(id: string): Promise<Record<string, string>> {
  const secrets = { EARSHOT_REDDIT_CLIENT_ID: id, EARSHOT_REDDIT_CLIENT_SECRET: 'secret' };
  const known: Readonly<Record<string, string>> = secrets;
  const credential = (env: string): string | null => known[env] ?? null;
  const signal = new AbortController().signal;
  await redditToken({ http: new RedditSignIn(), credential, signal });
  return secrets;
}
