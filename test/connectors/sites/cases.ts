import type { ConformanceCase } from '../conformance-case.js';

export const SITES_CASES: Readonly<Record<string, ConformanceCase>> = {};
