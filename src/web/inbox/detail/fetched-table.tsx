import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import { Link } from 'react-router';
import type { FilteredOut } from '../../app/wire.js';
import { locale, say } from '../../language/say.js';
import { amount } from '../../reading/words.js';
import { KindIcon } from '../../sources/kind-icon.js';

type Source = FilteredOut['sources'][number];
type Fetched = Pick<Source, 'polls' | 'items' | 'matched' | 'stored'>;

/** What the polls of each source brought, and how much of it nobody listens for. */
export function FetchedTable({ sources }: { sources: readonly Source[] }) {
  return (
    <div className="filtered-scroll">
      <table className="filtered-table">
        <thead>
          <tr>
            <th scope="col">{say('Source')}</th>
            <th scope="col">{say('Polls')}</th>
            <th scope="col">{say('Posts in the answers')}</th>
            <th scope="col">{say('No monitor listens')}</th>
            <th scope="col">{say('Heard')}</th>
            <th scope="col">{say('New or edited')}</th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <SourceRows source={source} key={source.id} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SourceRows({ source }: { source: Source }) {
  const [open, setOpen] = useState(false);
  const Sign = open ? IconChevronDown : IconChevronRight;
  return (
    <Fragment>
      <tr>
        <th scope="row">
          <span className="filtered-source">
            <UnstyledButton
              className="filtered-open"
              aria-expanded={open}
              aria-label={say('Days of {source}', { source: source.name })}
              onClick={() => setOpen((now) => !now)}
            >
              <Sign size={15} aria-hidden />
            </UnstyledButton>
            <KindIcon kind={source.kind} size={14} />
            <Link to={`/sources/${source.id}`}>
              <bdi>{source.name}</bdi>
            </Link>
          </span>
        </th>
        <Numbers of={source} />
      </tr>
      {open &&
        source.days.toReversed().map((day) => (
          <tr className="filtered-day" key={day.day}>
            <th scope="row">{dayName(day.day)}</th>
            <Numbers of={day} />
          </tr>
        ))}
    </Fragment>
  );
}

function Numbers({ of: { polls, items, matched, stored } }: { of: Fetched }) {
  return (
    <>
      <td className="number">{amount(polls)}</td>
      <td className="number">{amount(items)}</td>
      <td className="number filtered-out">{amount(items - matched)}</td>
      <td className="number">{amount(matched)}</td>
      <td className="number">{amount(stored)}</td>
    </>
  );
}

/** The days are UTC's, as the server counts them. */
function dayName(day: string): string {
  return new Intl.DateTimeFormat(locale(), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));
}
