import { z } from 'zod';
import { compileQuery } from '../../domain/query.js';
import { id } from './scalars.js';

const term = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .superRefine((given, context) => {
    try {
      compileQuery({ any: [given], all: [], none: [] });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
    }
  });
const terms = z.array(term).max(200);
/** A handle as authors have it: `@Apex_Support` is `apex_support`. */
const account = z
  .string()
  .trim()
  .max(200)
  .transform((given) => given.replace(/^@/, '').toLowerCase())
  .pipe(z.string().min(1, 'an account has a name'));
/** A name as it stands in texts; @ and # before it are read past. */
const brandName = z
  .string()
  .trim()
  .max(200)
  .regex(/[\p{L}\p{N}]/u, 'a name has letters or digits');
const brandNames = z.array(brandName).max(200);

export const MonitorView = z.object({
  id,
  name: z.string(),
  any: z.array(z.string()),
  all: z.array(z.string()),
  none: z.array(z.string()),
  /** Our own handles: their posts open no work. */
  ownAccounts: z.array(z.string()),
  /** Names of our brand as people write them; none: the name and words of the monitor. */
  brandNames: z.array(z.string()),
  /** Whom people leave us for; a complaint about them alone is none about us. */
  competitors: z.array(z.string()),
});
export const MonitorList = z.object({ items: z.array(MonitorView) });
export const MonitorWrite = z.strictObject({
  name: z.string().trim().min(1).max(200),
  any: terms.default([]),
  all: terms.default([]),
  none: terms.default([]),
  ownAccounts: z.array(account).max(200).default([]),
  brandNames: brandNames.default([]),
  competitors: brandNames.default([]),
});
