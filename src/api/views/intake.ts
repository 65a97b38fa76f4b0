import { z } from 'zod';

/** What the sender of a source needs: where to send to, and what to sign with. */
export const SourceIntakeView = z.object({
  url: z.string(),
  secret: z.string(),
});

const key = z.string().max(100).default('');

/** What a hub asks or says, by the names of WebSub. */
export const HubCallQuery = z.object({
  key,
  'hub.mode': z.string().max(20),
  'hub.topic': z.string().max(4_000).default(''),
  'hub.challenge': z.string().max(4_000).default(''),
  'hub.lease_seconds': z.coerce.number().int().min(1).optional(),
});
export const HubPushQuery = z.object({ key });
