import { Link } from 'react-router';
import type { FilteredOut } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { amount } from '../../reading/words.js';
import { REASON_WORDS, type DismissReason } from '../dismiss-words.js';

interface Row {
  readonly name: string;
  readonly why: string;
  readonly count: number;
  /** Finds them in the inbox. */
  readonly q: string;
}

/** What is stored and is no work of its own: how many, why, and a way to see them. */
export function AsideTable({ answer, days }: { answer: FilteredOut; days: string }) {
  const after = `after:${days}d`;
  return (
    <ul className="filtered-rows">
      {rowsOf(answer).map(({ name, why, count, q }) => (
        <li key={q}>
          <span className="filtered-count number">{amount(count)}</span>
          <span className="filtered-what">
            <strong>{name}</strong>
            <span className="dim">{why}</span>
          </span>
          {count > 0 && (
            <Link
              to={`/inbox?${new URLSearchParams({ status: 'all', q: `${q} ${after}` }).toString()}`}
            >
              {say('See them')}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}

function rowsOf({ stored, taskAbove }: FilteredOut): Row[] {
  const dismissed = Object.entries(stored.dismissed) as [DismissReason, number][];
  return [
    {
      name: say('Written by our own accounts'),
      why: say('They open no work.'),
      count: stored.ours,
      q: 'is:ours',
    },
    {
      name: say('Exact copies'),
      why: say('Folded under the first of them, and shown there.'),
      count: stored.copies,
      q: 'is:copy',
    },
    {
      name: say('Complaints without a task'),
      why: say('None of their author’s complaints reaches a priority of {limit}.', {
        limit: taskAbove,
      }),
      count: stored.belowTask,
      q: 'complaint:complaint -has:task -is:ours -is:gone -is:copy',
    },
    {
      name: say('Gone from their place'),
      why: say(
        'They cannot be answered any more. {count, plural, =0 {No text was erased.} one {Of one the text was erased here, too.} other {Of # the text was erased here, too.}}',
        { count: stored.erased },
      ),
      count: stored.gone,
      q: 'is:gone',
    },
    ...dismissed.map(([reason, count]) => ({
      name: say('Dismissed: {reason}', { reason: REASON_WORDS[reason] }),
      why: say('By people, in the inbox.'),
      count,
      q: `dismissed:${reason}`,
    })),
    ...(stored.dismissedWithout === 0
      ? []
      : [
          {
            name: say('Dismissed without a reason'),
            why: say('From before there were reasons.'),
            count: stored.dismissedWithout,
            q: 'status:dismissed',
          },
        ]),
  ];
}
