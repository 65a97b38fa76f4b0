import type { ConformanceCase } from '../conformance-case.js';

export const FORUMS_CASES: Readonly<Record<string, ConformanceCase>> = {};
