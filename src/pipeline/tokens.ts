/** Injection tokens for what is no class. */
export const OUTSIDE = Symbol('OUTSIDE');
export const READER = Symbol('READER');
