import type { Connector } from '../connector.js';

/** What is sent to us, and files. */
export const INTAKE: readonly Connector[] = [];
