import type { Connector } from '../connector.js';
import { devConnector } from './dev.connector.js';
import { productHuntConnector } from './product-hunt.connector.js';
import { youtubeConnector } from './youtube.connector.js';
import { googleNewsConnector } from './google-news.connector.js';
import { wordpressConnector } from './wordpress.connector.js';

/** Blogs, news and video. */
export const SITES: readonly Connector[] = [
  youtubeConnector,
  devConnector,
  productHuntConnector,
  googleNewsConnector,
  wordpressConnector,
];
