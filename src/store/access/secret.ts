import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as text: a link, a session or an API token. Only its digest is stored. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is stored of a secret. So many random bits need no slow hash. */
export const digestOf = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url');
