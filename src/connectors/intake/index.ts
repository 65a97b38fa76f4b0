import type { Connector } from '../connector.js';
import { emailConnector } from './email.connector.js';
import { importConnector } from './import.connector.js';
import { webhookConnector } from './webhook.connector.js';

/** What is sent to us, and files. */
export const INTAKE: readonly Connector[] = [webhookConnector, emailConnector, importConnector];
