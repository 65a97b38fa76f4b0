import { tidy } from '../text/plain-text.js';

/** Tags that Steam knows in reviews; anything else in brackets is what somebody wrote. */
const BLOCKS = 'h1|h2|h3|p|list|olist|table|tr|quote|code|hr';
const INLINE = 'b|i|u|s|strike|spoiler|noparse|url|img|th|td';

const BLOCK_TAG = new RegExp(`\\[/?(?:${BLOCKS})(?:=[^\\]\\n]{0,500})?\\]`, 'gi');
const INLINE_TAG = new RegExp(`\\[/?(?:${INLINE})(?:=[^\\]\\n]{0,500})?\\]`, 'gi');

/**
 * Turns a text with BBCode-like tags into the text that a reader sees: blocks and points of a list
 * on lines of their own, the rest of the tags left out. Linear in the length.
 */
export function bbcodeToText(text: string): string {
  if (!text.includes('[')) return tidy(text);
  return tidy(
    text
      .replace(/\[\/?\*\]/g, '\n')
      .replace(BLOCK_TAG, '\n')
      .replace(INLINE_TAG, ''),
  );
}
