import type { ConformanceCase } from '../conformance-case.js';

export const SOCIAL_CASES: Readonly<Record<string, ConformanceCase>> = {};
