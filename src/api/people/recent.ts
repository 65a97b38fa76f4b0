import { Typed } from '../http/typed.js';
import { SIGN_IN_AGAIN } from '../views.js';
import type { Principal } from '../auth/principal.js';

const MINUTES = 15;

/** Whoever finds a computer unlocked must not change how its person signs in: ASVS 5.0, 7.5.1. */
export const isRecent = ({ proof }: Principal): boolean =>
  proof.since !== null && Date.now() - proof.since.getTime() < MINUTES * 60_000;

/** @throws Typed 403, when signing in was longer ago */
export function refuseUnlessRecent(asking: Principal): void {
  if (!isRecent(asking))
    throw new Typed(SIGN_IN_AGAIN, 403, 'Sign in again first: this changes how you sign in.');
}
