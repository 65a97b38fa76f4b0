import { z } from 'zod';

const LARGEST_ID = 2n ** 63n - 1n;
export const id = z
  .string()
  .regex(/^\d{1,19}$/, 'an id is digits')
  .refine((text) => !/^\d{1,19}$/.test(text) || BigInt(text) <= LARGEST_ID, 'no id is so large');
export const time = z.iso.datetime();
/** PostgreSQL knows no year 0. */
export const askedTime = time.refine((text) => !text.startsWith('0000'), 'there was no year 0');
export const probability = z.number().min(0).max(1);
export const page = {
  cursor: z.string().max(200).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
/** Given as `a,b` or as `a` and again `b`. */
export const list = <T extends z.ZodType>(value: T) =>
  z.preprocess(
    (given) => (typeof given === 'string' ? given.split(',') : given),
    z.array(value).max(50),
  );
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() });
