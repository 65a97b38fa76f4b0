import type { ConformanceCase } from '../conformance-case.js';
import { DEV } from './dev.case.js';
import { GOOGLE_NEWS } from './google-news.case.js';
import { PRODUCT_HUNT } from './product-hunt.case.js';
import { WORDPRESS } from './wordpress.case.js';
import { YOUTUBE } from './youtube.case.js';

export const SITES_CASES: Readonly<Record<string, ConformanceCase>> = {
  youtube: YOUTUBE,
  dev: DEV,
  'product-hunt': PRODUCT_HUNT,
  'google-news': GOOGLE_NEWS,
  wordpress: WORDPRESS,
};
