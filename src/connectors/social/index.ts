import type { Connector } from '../connector.js';

/** Social sites. */
export const SOCIAL: readonly Connector[] = [];
