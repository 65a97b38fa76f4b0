import type { ConformanceCase } from '../conformance-case.js';

export const REVIEWS_CASES: Readonly<Record<string, ConformanceCase>> = {};
