import type { Connector } from '../connector.js';
import { appStoreConnector } from './app-store.connector.js';
import { cfpbComplaintsConnector } from './cfpb-complaints.connector.js';
import { googlePlayConnector } from './google-play.connector.js';
import { reviewPageConnector } from './review-page.connector.js';
import { steamConnector } from './steam.connector.js';
import { trustpilotConnector } from './trustpilot.connector.js';

/** Review and complaint sites. */
export const REVIEWS: readonly Connector[] = [
  appStoreConnector,
  steamConnector,
  reviewPageConnector,
  cfpbComplaintsConnector,
  trustpilotConnector,
  googlePlayConnector,
];
