import { UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconX } from '@tabler/icons-react';
import { languageNow, say } from '../language/say.js';
import { mended, withoutPart } from './search-edit.js';
import type { Explained } from './search.queries.js';

type Fault = Explained['faults'][number];

/** How a query was understood, part by part; each can be taken out. Faults say what to write instead. */
export function SearchParts({
  explained,
  change,
}: {
  explained: Explained;
  change: (q: string) => void;
}) {
  const { asked, parts, faults } = explained;
  if (asked.trim() === '') return null;
  return (
    <div className="search-parts">
      {faults.map((fault) => (
        <p className="search-fault" key={`${fault.start} ${fault.kind}`}>
          <IconAlertTriangle size={14} stroke={1.8} aria-hidden />
          <span>
            {faultWords(fault)}{' '}
            {fault.instead !== null && (
              <UnstyledButton
                className="search-instead"
                onClick={() => change(mended(asked, fault, fault.instead ?? ''))}
              >
                {say('Write {text}', { text: fault.instead })}
              </UnstyledButton>
            )}
          </span>
        </p>
      ))}
      {parts.map((part) => (
        <span className="search-part" key={part.start} title={part.says}>
          {part.not && <span className="search-not">{say('not')}</span>}
          {part.field !== null && <span className="search-field-name">{part.field}</span>}
          <bdi className="one-line">
            {part.field === null ? `“${part.values.join(' ')}”` : part.values.join(', ')}
          </bdi>
          <UnstyledButton
            className="search-remove"
            aria-label={say('Take out: {part}', { part: asked.slice(part.start, part.end) })}
            onClick={() => change(withoutPart(asked, part))}
          >
            <IconX size={11} aria-hidden />
          </UnstyledButton>
        </span>
      ))}
    </div>
  );
}

const FAULTS: Readonly<Record<Fault['kind'], (typed: string) => string>> = {
  'unknown-field': (typed) => say('There is no such field: {typed}', { typed }),
  'unknown-value': (typed) => say('The field has no such value: {typed}', { typed }),
  'no-value': (typed) => say('A value is missing after {typed}', { typed }),
  'not-closed': (typed) => say('The quote is not closed: {typed}', { typed }),
  bracket: (typed) => say('Brackets are not understood: {typed}', { typed }),
  'lonely-or': () => say('OR needs something on both of its sides.'),
  'nothing-searchable': (typed) => say('There is nothing to search for in {typed}', { typed }),
  'too-long': () => say('The query is too long.'),
  'too-many': () => say('The query has too many parts.'),
};

/** The server says it best, in English. */
export function faultWords(fault: Fault): string {
  return languageNow() === 'en' ? fault.says : FAULTS[fault.kind](fault.typed);
}
