import type { ConformanceCase } from '../conformance-case.js';

export const INTAKE_CASES: Readonly<Record<string, ConformanceCase>> = {};
