/**
 * Everything that crosses the wire, once: the type of the web, the 400s of the API
 * and the OpenAPI document all come from these schemas. Ids are text, times ISO 8601 UTC.
 */
import type { z } from 'zod';
import { id } from './views/scalars.js';

export const IdParam = id;

export * from './views/readings.js';
export * from './views/mentions.js';
export * from './views/liveness.js';
export * from './views/matches.js';
export * from './views/mention-context.js';
export * from './views/notes.js';
export * from './views/filtered-out.js';
export * from './views/saved-views.js';
export * from './views/teaching.js';
export * from './views/deeper.js';
export * from './views/tasks.js';
export * from './views/sources.js';
export * from './views/places.js';
export * from './views/intake.js';
export * from './views/monitors.js';
export * from './views/topics.js';
export * from './views/taxonomy.js';
export * from './views/people.js';
export * from './views/audit.js';
export * from './views/operation.js';
export * from './views/changes.js';
export * from './views/bulk.js';
export * from './views/macros.js';
export * from './views/presence.js';
export * from './views/notifications.js';

export type View<T extends z.ZodType> = z.output<T>;
