import { z } from 'zod';

/** An address that a person gives; add `meta` with the title and description of its field. */
export const webAddress = z.url({
  protocol: /^https?$/,
  error: 'must be a web address beginning with https:// or http://',
});

/** Whether a place may stand in the operator's own network. See `PoliteHttp` for what that lifts. */
export const allowPrivate = z.boolean().optional().meta({
  title: 'In our own network',
  description:
    'Lets Earshot reach a private address for this source, without its robots.txt and without a pause between requests; only for places you run yourself',
});
