import { z } from 'zod';
import {
  COMPLAINT_LABELS,
  EFFORT_KINDS,
  SENTIMENT_LABELS,
  URGENCY_LEVELS,
  URGENCY_REASONS,
} from '../../domain/reading.js';
import { probability } from './scalars.js';

export const EvidenceView = z.object({ for: z.string(), quote: z.string() });
export const ReadingView = z.object({
  language: z.object({ code: z.string(), probability, supported: z.boolean() }).nullable(),
  complaint: z
    .object({
      label: z.enum(COMPLAINT_LABELS),
      best: z.enum(['complaint', 'other']),
      probability,
    })
    .nullable(),
  sentiment: z
    .object({
      label: z.enum(SENTIMENT_LABELS),
      best: z.enum(['negative', 'neutral', 'positive']),
      probabilities: z.object({
        negative: probability,
        neutral: probability,
        positive: probability,
      }),
    })
    .nullable(),
  topics: z.array(z.object({ key: z.string(), probability })).nullable(),
  touchpoint: z.string().nullable(),
  effort: z
    .array(z.object({ kind: z.enum(EFFORT_KINDS), quote: z.string(), probability }))
    .nullable(),
  leaving: z
    .object({
      stage: z.string(),
      best: z.string(),
      direction: z.enum(['from-us', 'to-us']).nullable(),
      probability,
    })
    .nullable(),
  urgency: z
    .object({
      level: z.enum([...URGENCY_LEVELS, 'unsure']),
      best: z.enum(URGENCY_LEVELS),
      reason: z.enum(URGENCY_REASONS).nullable(),
      probability,
    })
    .nullable(),
  evidence: z.array(EvidenceView),
  model: z.string(),
});
