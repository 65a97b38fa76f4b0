/** Injection tokens for what is no class. */
export const HTTP = Symbol('HTTP');
export const READER = Symbol('READER');
