import type { Connector } from '../connector.js';
import { feedConnector } from './feed.connector.js';

/** Feeds, and places that are read by theirs. */
export const FEEDS: readonly Connector[] = [feedConnector];
