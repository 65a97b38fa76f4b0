import type { Connector } from '../connector.js';

/** Blogs, news and video. */
export const SITES: readonly Connector[] = [];
