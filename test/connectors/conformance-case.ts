import type { Handler } from './loopback-server.js';

/** What the conformance suite must know of a kind of place. */
export interface ConformanceCase {
  /** Parameters that lead to the test's place; requests to a fixed host are led there anyway. */
  params(url: string): Record<string, unknown>;
  /** Secrets that the connector asks with, by their environment names. */
  readonly credentials?: Readonly<Record<string, string>>;
  /** Parameters that its schema must refuse. */
  readonly badParams: readonly unknown[];
  /** An answer as the place gives it, with posts. */
  readonly answer: { readonly contentType: string; readonly body: string | Uint8Array };
  /** Answers of another kind, which a place of this one never gives. */
  readonly foreign: readonly (string | Uint8Array)[];
  /** How a place of this kind is asked; absent for those that send by themselves. */
  readonly polled?: PolledCase;
}

export interface PolledCase {
  /** Whether it is asked with validators and may answer "not modified". */
  readonly conditional: boolean;
  /** `pages` lead to older posts; a `window` shows the newest only; a `stream` is no HTTP answer. */
  readonly form: 'pages' | 'window' | 'stream';
  /**
   * A small place that holds these posts, given newest first by number, and answers as the real
   * one does, sign-in and all; its pages, if it has them, hold two posts. Post n is n minutes younger
   * than post 0, which is an hour old at least; all of them match what `params` ask for.
   */
  place(posts: readonly number[]): Handler;
  /** The external id that the connector must give post n. */
  idOf(post: number): string;
}
