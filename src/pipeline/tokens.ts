/** Injection tokens for what is no class. */
export const OUTSIDE = Symbol('OUTSIDE');
export const READER = Symbol('READER');
/** The one `Meanings` of this process: its encoder is large. */
export const MEANINGS = Symbol('MEANINGS');
