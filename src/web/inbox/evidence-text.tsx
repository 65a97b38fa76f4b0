import { UnstyledButton } from '@mantine/core';
import { useMemo } from 'react';
import { useKeys } from '../app/keys.js';
import { useTaxonomy } from '../app/queries.js';
import type { MentionDetail } from '../app/wire.js';
import { say } from '../language/say.js';
import { groupOf } from '../reading/marks.js';
import { Evidence } from './detail/evidence.js';
import { evidenceOf } from './detail/evidence-of.js';
import { FoldedText } from './detail/folded-text.js';
import {
  labelInWords,
  MARK_GROUPS,
  MARK_KEYS,
  MARK_NAMES,
  type MarkGroup,
} from './detail/label-words.js';
import { useMarks } from './detail/use-marks.js';
import '../reading/marks.css';

/** The text as it was posted, with the words that carried a label marked when one asks for them. */
export function EvidenceText({ mention }: { mention: MentionDetail }) {
  const { marks, toggle, turn } = useMarks();
  const taxonomy = useTaxonomy().data;
  const quotes = useMemo(() => evidenceOf(mention), [mention]);
  const groups = MARK_GROUPS.filter((group) => quotes.some((one) => groupOf(one.for) === group));
  const shown = useMemo(
    () => quotes.filter((one) => marks.some((group) => group === groupOf(one.for))),
    [quotes, marks],
  );
  useKeys(say('Text'), [
    { keys: 'v', does: say('Mark the evidence of the next label'), run: () => turn(groups) },
    ...groups.map((group) => ({
      keys: MARK_KEYS[group],
      does: say('Mark the words behind: {label}', { label: MARK_NAMES[group] }),
      run: () => toggle(group),
    })),
  ]);
  const says = (label: string): string => labelInWords(label, mention, taxonomy);
  return (
    <section className="text-block" aria-label={say('Text')}>
      {mention.title !== null && (
        <h2 className="text-title theirs" dir="auto">
          <Evidence text={mention.title} quotes={shown} says={says} />
        </h2>
      )}
      <FoldedText text={mention.text}>
        <div className="text theirs" dir="auto" lang={mention.reading?.language?.code}>
          <Evidence text={mention.text} quotes={shown} says={says} />
        </div>
      </FoldedText>
      {groups.length > 0 && (
        <fieldset className="marks" aria-label={say('Mark the words behind')}>
          <span className="dim">{say('Show words behind')}</span>
          {groups.map((group) => (
            <Legend
              key={group}
              group={group}
              on={marks.includes(group)}
              toggle={toggle}
              says={[
                ...new Set(
                  quotes.filter((one) => groupOf(one.for) === group).map((one) => says(one.for)),
                ),
              ]}
            />
          ))}
        </fieldset>
      )}
    </section>
  );
}

function Legend({
  group,
  on,
  toggle,
  says,
}: {
  group: MarkGroup;
  on: boolean;
  toggle: (group: MarkGroup) => void;
  says: readonly string[];
}) {
  return (
    <UnstyledButton
      className="marks-toggle"
      aria-pressed={on}
      title={says.join('\n')}
      onClick={() => toggle(group)}
    >
      <span className={`marks-sample mark mark-${group}`} aria-hidden />
      {MARK_NAMES[group]}
      <kbd aria-hidden>{MARK_KEYS[group]}</kbd>
    </UnstyledButton>
  );
}
