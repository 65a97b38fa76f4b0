import type { Shipped, ShippedModel } from '../../src/api/teaching/shipped.js';

const shippedOf = (classes: readonly string[]): ShippedModel => ({
  version: '1',
  languages: ['en'],
  classes,
  several: false,
  rows: 4_000,
  metrics: { accuracy: 0.9, measuredOn: 'test' },
});

/** Shipped models as tests see them: of complaint, sentiment and urgency, in English. */
export const testShipped: Shipped = () => ({
  complaint: shippedOf(['other', 'complaint']),
  sentiment: shippedOf(['negative', 'neutral', 'positive']),
  topic: null,
  leaving: null,
  urgency: shippedOf(['none', 'soon', 'now']),
});
