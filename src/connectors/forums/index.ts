import type { Connector } from '../connector.js';
import { discourseConnector } from './discourse.connector.js';
import { githubConnector } from './github.connector.js';
import { hackerNewsConnector } from './hacker-news.connector.js';
import { lemmyConnector } from './lemmy.connector.js';
import { lobstersConnector } from './lobsters.connector.js';
import { phpbbConnector } from './phpbb.connector.js';
import { redditConnector } from './reddit.connector.js';
import { stackExchangeConnector } from './stack-exchange.connector.js';

/** Forums and boards. */
export const FORUMS: readonly Connector[] = [
  redditConnector,
  hackerNewsConnector,
  discourseConnector,
  stackExchangeConnector,
  lemmyConnector,
  phpbbConnector,
  githubConnector,
  lobstersConnector,
];
