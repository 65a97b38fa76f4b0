import { useMemo } from 'react';
import { inWords } from './words.js';
import { marked, type Quote } from './marks.js';
import './marked-text.css';

/** `topic:delivery` belongs to the group `topic`. */
export function groupOf(label: string): string {
  return label.split(':')[0] ?? label;
}

/** A stranger's text with the words marked that carried the chosen labels. */
export function MarkedText({ text, quotes }: { text: string; quotes: readonly Quote[] }) {
  const runs = useMemo(() => marked(text, quotes), [text, quotes]);
  return runs.map((run) =>
    run.for.length === 0 ? (
      run.text
    ) : (
      <mark
        key={run.start}
        className={`mark mark-${groupOf(run.for[0] ?? '')}`}
        title={`Evidence for: ${run.for.map((label) => label.split(':').map(inWords).join(': ')).join(', ')}`}
      >
        {run.text}
      </mark>
    ),
  );
}
