import { UnstyledButton } from '@mantine/core';
import { useMemo } from 'react';
import { useKeys } from '../app/keys.js';
import type { MentionDetail } from '../app/wire.js';
import type { Quote } from '../reading/marks.js';
import { groupOf, MarkedText } from '../reading/marked-text.js';
import { inWords } from '../reading/words.js';

/** The text as it was posted, with the words that carried a label marked when one asks for them. */
export function EvidenceText({
  mention,
  marks,
  setMarks,
}: {
  mention: MentionDetail;
  marks: readonly string[];
  setMarks: (marks: readonly string[]) => void;
}) {
  const quotes = useMemo(() => quotesOf(mention), [mention]);
  const groups = [...new Set(quotes.map((quote) => groupOf(quote.for)))];
  const shown = useMemo(
    () => quotes.filter((quote) => marks.includes(groupOf(quote.for))),
    [quotes, marks],
  );
  useKeys('Text', [
    {
      keys: 'v',
      does: 'Mark the evidence of the next label',
      run: () => setMarks(next(groups, marks)),
    },
  ]);
  const toggle = (group: string): void =>
    setMarks(marks.includes(group) ? marks.filter((on) => on !== group) : [...marks, group]);
  return (
    <section className="text-block" aria-label="Text">
      {mention.title !== null && (
        <h2 className="text-title theirs" dir="auto">
          <MarkedText text={mention.title} quotes={shown} />
        </h2>
      )}
      <div className="text theirs" dir="auto" lang={mention.reading?.language?.code}>
        <MarkedText text={mention.text} quotes={shown} />
      </div>
      {groups.length > 0 && (
        <fieldset className="marks" aria-label="Mark the words behind">
          <span className="dim">Show words behind</span>
          {groups.map((group) => (
            <UnstyledButton
              key={group}
              className="marks-toggle"
              aria-pressed={marks.includes(group)}
              onClick={() => toggle(group)}
            >
              <span className={`marks-sample mark mark-${group}`} aria-hidden />
              {inWords(group)}
              <span className="number dim">
                {quotes.filter((quote) => groupOf(quote.for) === group).length}
              </span>
            </UnstyledButton>
          ))}
        </fieldset>
      )}
    </section>
  );
}

function quotesOf({ reading }: MentionDetail): Quote[] {
  if (reading === null) return [];
  const effort = (reading.effort ?? []).map(({ kind, quote }) => ({
    for: `effort:${kind}`,
    quote,
  }));
  const known = new Set(effort.map(({ quote }) => quote));
  const others = reading.evidence.filter(
    (quote) => groupOf(quote.for) !== 'effort' || !known.has(quote.quote),
  );
  return [...others, ...effort];
}

/** Nothing, then each label alone, then all, and around again. */
function next(groups: readonly string[], marks: readonly string[]): readonly string[] {
  const [only] = marks;
  if (only === undefined) return groups.slice(0, 1);
  if (marks.length > 1) return [];
  const at = groups.indexOf(only);
  return at + 1 < groups.length ? groups.slice(at + 1, at + 2) : groups.length > 1 ? groups : [];
}
