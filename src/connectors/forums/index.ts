import type { Connector } from '../connector.js';

/** Forums and boards. */
export const FORUMS: readonly Connector[] = [];
