import type { Correction } from '../app/wire.js';

/** Moments of truth that a complaint can be about, in the order in which people choose among them. */
export const TOUCHPOINTS = [
  'website-app',
  'product-information',
  'shop',
  'sales',
  'product-in-use',
  'invoice',
  'delivery',
  'account',
  'support',
  'contract',
  'other-customers',
] as const satisfies readonly NonNullable<Correction['touchpoint']>[];
