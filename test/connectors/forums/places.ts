import type { IncomingMessage } from 'node:http';
import type { Handler } from '../loopback-server.js';

/** Post n was written n minutes after this. */
export const BEGAN = Date.UTC(2026, 0, 10, 12);

export const timeOf = (post: number): string => new Date(BEGAN + post * 60_000).toISOString();
export const secondOf = (post: number): number => BEGAN / 1000 + post * 60;

/** How many posts a page of a small place holds. */
export const PER_PAGE = 2;

export interface Cut {
  readonly shown: readonly number[];
  /** Whether there are more beyond them. */
  readonly more: boolean;
}

/** The page that holds `PER_PAGE` posts from a position on. */
export function cut(posts: readonly number[], from: number): Cut {
  const end = Math.max(0, from) + PER_PAGE;
  return { shown: posts.slice(Math.max(0, from), end), more: end < posts.length };
}

/** The page of this number, from 1. */
export const pageOf = (posts: readonly number[], page: number): Cut =>
  cut(posts, (page - 1) * PER_PAGE);

/** The newest page of those that are as old as this one, or older. */
export function upTo(posts: readonly number[], isPast: (post: number) => boolean): Cut {
  return cut(posts.filter(isPast), 0);
}

export function query(request: IncomingMessage): URLSearchParams {
  return new URL(request.url ?? '', 'http://any').searchParams;
}

/** Answers with JSON made from the question. */
export function json(answer: (asked: URLSearchParams, path: string) => unknown): Handler {
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://any');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer(query(request), pathname)));
  };
}
