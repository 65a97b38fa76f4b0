import type { Connector } from '../connector.js';
import { blueskyConnector } from './bluesky.connector.js';
import { mastodonConnector } from './mastodon.connector.js';
import { metaConnector } from './meta.connector.js';
import { telegramConnector } from './telegram.connector.js';
import { threadsConnector } from './threads.connector.js';
import { tumblrConnector } from './tumblr.connector.js';
import { xConnector } from './x.connector.js';

/** Social sites. */
export const SOCIAL: readonly Connector[] = [
  mastodonConnector,
  blueskyConnector,
  xConnector,
  threadsConnector,
  metaConnector,
  telegramConnector,
  tumblrConnector,
];
