import { z } from 'zod';
import { PROPOSAL_STATES } from '../../domain/proposal.js';
import { TOUCHPOINTS } from '../../domain/reading.js';
import { TaxonomySchema } from '../../domain/taxonomy.js';
import { id, time } from './scalars.js';

const count = z.number().int().min(0);
const key = z.string().min(1).max(100);

/** The topics by name, as lists show them. */
export const Taxonomy = z.object({
  version: z.string(),
  groups: z.array(z.object({ key: z.string(), name: z.string() })),
  topics: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      touchpoint: z.string().nullable(),
      group: z.string().nullable(),
    }),
  ),
});

/** The topics whole, for editing. */
export const FullTaxonomy = z.object({
  version: count,
  taxonomy: TaxonomySchema,
  /** Stored mentions that still have the topics of another version, and all. */
  relabelling: z.object({ left: count, total: count }),
});

export const TaxonomyWrite = z.strictObject({
  taxonomy: TaxonomySchema,
  /** The version that you saw. */
  basedOn: count,
  /** What was changed and why; worked out when empty. */
  note: z.string().trim().max(500).default(''),
  /** The proposal that becomes a topic by this, and which. */
  proposal: z
    .strictObject({ id, as: z.enum(['accepted', 'merged']), topic: key })
    .nullable()
    .default(null),
});

export const TaxonomyVersionView = z.object({
  version: count,
  at: time,
  by: z.string(),
  note: z.string(),
  topics: count,
  /** When all stored mentions had their topics by it. */
  appliedAt: time.nullable(),
});
export const TaxonomyVersionList = z.object({ items: z.array(TaxonomyVersionView) });
export const TaxonomyVersionParam = z.coerce.number().int().min(1).max(2_000_000_000);

export const PreviewWrite = z.strictObject({ taxonomy: TaxonomySchema });

/** What a changed taxonomy would do to the stored mentions; people's corrections stay. */
export const TaxonomyEffectView = z.object({
  looked: count,
  stored: count,
  moved: count,
  complaints: count,
  untaggedBefore: count,
  untaggedAfter: count,
  topics: z.array(z.object({ key: z.string(), before: count, gained: count, lost: count })),
  samples: z.array(
    z.object({
      mentionId: id,
      from: z.array(z.string()),
      to: z.array(z.string()),
      quote: z.string(),
    }),
  ),
});
export const PreviewView = z.object({
  id,
  /** `running`: ask again; `dropped`: you have asked for another one since. */
  state: z.enum(['running', 'done', 'failed', 'dropped']),
  /** Mentions looked at so far, and in all. */
  done: count,
  total: count,
  effect: TaxonomyEffectView.nullable(),
});

export const ProposalView = z.object({
  id,
  state: z.enum(PROPOSAL_STATES),
  name: z.string(),
  phrases: z.array(z.string()),
  /** Complaints, and people who wrote them. */
  mentions: count,
  people: count,
  trend: z.enum(['rising', 'steady', 'falling', 'unknown']),
  /** With all complaints of each week, whatever their topic. */
  weeks: z.array(z.object({ week: z.iso.date(), mentions: count, complaints: count })),
  sources: z.array(z.object({ name: z.string(), mentions: count })),
  quotes: z.array(z.object({ mentionId: id, text: z.string(), sourceName: z.string(), at: time })),
  firstSeenAt: time,
  lastSeenAt: time,
  /** The topic that it became, or was merged into. */
  topic: z.string().nullable(),
  decidedAt: time.nullable(),
  decidedBy: z.string().nullable(),
  /** A topic made of it, to begin with. */
  draft: z.object({
    key: z.string(),
    name: z.string(),
    touchpoint: z.enum(TOUCHPOINTS),
    seeds: z.object({ strong: z.array(z.string()), likely: z.array(z.string()) }),
    examples: z.array(z.string()),
  }),
});
export const ProposalRunView = z.object({
  id,
  askedAt: time,
  by: z.string(),
  looked: count,
  found: count,
  endedAt: time.nullable(),
});
export const ProposalList = z.object({
  items: z.array(ProposalView),
  /** The latest search; null before the first one. */
  run: ProposalRunView.nullable(),
});
export const ProposalQuery = z.object({
  state: z.enum(PROPOSAL_STATES).default('open'),
});
