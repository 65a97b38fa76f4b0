import type { NextFunction, Request, Response } from 'express';
import { Invalid } from './invalid.js';

/** The deepest of ours has two. */
const MOST_LEVELS = 20;

/** What walks a body calls itself for each level, and a body of 1 MB can have half a million. */
export function refuseDeepBodies(request: Request, _response: Response, next: NextFunction): void {
  const body: unknown = request.body;
  next(
    !Buffer.isBuffer(body) && isDeep(body)
      ? new Invalid([{ path: '', message: 'is nested too deeply' }])
      : undefined,
  );
}

function isDeep(body: unknown): boolean {
  let level = [body];
  for (let depth = 0; depth < MOST_LEVELS; depth++) {
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}
