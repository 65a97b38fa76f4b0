import type { ConformanceCase } from './conformance-case.js';
import { FEED_CASES } from './feed/cases.js';
import { FORUMS_CASES } from './forums/cases.js';
import { INTAKE_CASES } from './intake/cases.js';
import { REVIEWS_CASES } from './reviews/cases.js';
import { SITES_CASES } from './sites/cases.js';
import { SOCIAL_CASES } from './social/cases.js';

/** By kind; the suite fails when a connector has none. */
export const CASES: Readonly<Record<string, ConformanceCase>> = {
  ...FEED_CASES,
  ...FORUMS_CASES,
  ...SOCIAL_CASES,
  ...REVIEWS_CASES,
  ...SITES_CASES,
  ...INTAKE_CASES,
};
