import type { Connector } from '../connector.js';

/** Review and complaint sites. */
export const REVIEWS: readonly Connector[] = [];
