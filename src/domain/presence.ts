/** What somebody does with a mention that is open before them. */
export const PRESENCE_STATES = ['viewing', 'idle', 'writing'] as const;
export type PresenceState = (typeof PRESENCE_STATES)[number];

/**
 * How long a window counts as open after its last sign of life, in seconds. Windows give one every
 * 18 s, so that a single one may be lost; who is killed without a word is gone after this.
 */
export const PRESENCE_SECONDS = 40;
