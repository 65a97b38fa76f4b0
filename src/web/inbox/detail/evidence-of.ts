import type { MentionDetail } from '../../app/wire.js';
import { groupOf, type Quote } from '../../reading/marks.js';

/** Everything that can be marked in a mention: evidence, what is wanted, what was listened for. */
export function evidenceOf({ reading, want, matchedBecause }: MentionDetail): Quote[] {
  const effort = (reading?.effort ?? []).map(({ kind, quote }) => ({
    for: `effort:${kind}`,
    quote,
  }));
  const known = new Set(effort.map(({ quote }) => quote));
  const others = (reading?.evidence ?? []).filter(
    (quote) => groupOf(quote.for) !== 'effort' || !known.has(quote.quote),
  );
  const wanted = want === null ? [] : [{ for: `want:${want.kind}`, quote: want.quote }];
  const heard = matchedBecause.flatMap(({ monitor, words }) =>
    words.map((quote) => ({ for: `heard:${monitor.replaceAll(':', ' ')}`, quote })),
  );
  return [...others, ...effort, ...wanted, ...heard].filter(({ quote }) => quote !== '');
}
