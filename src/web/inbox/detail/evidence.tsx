import { Tooltip } from '@mantine/core';
import { Fragment, useMemo, type ReactNode } from 'react';
import { groupOf, marked, type Quote, type Run } from '../../reading/marks.js';
import './evidence.css';
import '../../reading/marks.css';

const EVENTS = { hover: true, focus: false, touch: true };

/** A stranger's text with marks. Where two labels share words, each keeps its own line below them. */
export function Evidence({
  text,
  quotes,
  says,
}: {
  text: string;
  quotes: readonly Quote[];
  /** What a label is, in words. */
  says: (label: string) => string;
}) {
  const runs = useMemo(() => marked(text, quotes), [text, quotes]);
  return runs.map((run) =>
    run.for.length === 0 ? (
      <Fragment key={run.start}>{run.text}</Fragment>
    ) : (
      <Tooltip
        key={run.start}
        events={EVENTS}
        multiline
        label={
          <ul>
            {run.for.map((label) => (
              <li key={label}>{says(label)}</li>
            ))}
          </ul>
        }
      >
        {layered(run)}
      </Tooltip>
    ),
  );
}

/** One mark within the other, the first label outermost. */
function layered({ text, for: labels }: Run): ReactNode {
  const groups = [...new Set(labels.map(groupOf))];
  const draw = (at: number): ReactNode => {
    const inner = at + 1 < groups.length ? draw(at + 1) : text;
    return <mark className={`mark mark-${groups[at]}`}>{inner}</mark>;
  };
  return draw(0);
}
