import type { ReactNode } from 'react';
import { Failed, Waiting } from '../app/states.js';
import type { DeeperCard } from '../app/wire.js';
import { When } from '../app/when.js';
import { amount, percent } from '../reading/words.js';
import { locale, say } from '../language/say.js';
import { RoomPage } from './room-page.js';
import { useDeeper } from './settings.queries.js';
import './deeper.css';

/** The optional model server: what it was asked, what it gave, and how good that was. */
export default function DeeperPage() {
  const deeper = useDeeper();
  return (
    <RoomPage
      title={say('Deeper model')}
      about={say(
        'A model server of your own, asked only about what reading leaves unsure, and for names of new topics.',
      )}
    >
      <div className="card">
        {deeper.isPending && <Waiting what={say('the deeper model')} lines={2} />}
        {deeper.isError && deeper.data === undefined && (
          <Failed
            what={say('The deeper model')}
            error={deeper.error}
            retry={() => void deeper.refetch()}
          />
        )}
        {deeper.data !== undefined && <Card card={deeper.data} />}
      </div>
    </RoomPage>
  );
}

const code = (inner: ReactNode[]) => <code>{inner}</code>;

function Card({ card }: { card: DeeperCard }) {
  if (card.server === null) {
    return (
      <p className="letters-none dim">
        {say(
          'Off. To use one, set <code>deeper.url</code> and <code>deeper.model</code> in the settings file.',
          { code },
        )}
      </p>
    );
  }
  const { requests, tokens } = card.budget;
  return (
    <>
      <p className="deeper-server">
        <strong>{card.server.model}</strong>{' '}
        <span className="dim">{say('at {host}', { host: card.server.host })}</span>
      </p>
      <Sums card={card} />
      <dl className="deeper-facts">
        <dt>{say('Complaint or not')}</dt>
        <dd>{trustWords(card.complaint)}</dd>
        <dt>{say('Feeling')}</dt>
        <dd>{trustWords(card.sentiment)}</dd>
        <dt>{say('Used today')}</dt>
        <dd>
          {say('{used} of {most} requests, {usedTokens} of {mostTokens} tokens', {
            used: amount(requests.used),
            most: amount(requests.most),
            usedTokens: amount(tokens.used),
            mostTokens: amount(tokens.most),
          })}
        </dd>
        {card.lastFailure !== null && (
          <>
            <dt>{say('Last failure')}</dt>
            <dd>
              <When at={card.lastFailure.at} ago />: {card.lastFailure.why}
            </dd>
          </>
        )}
      </dl>
    </>
  );
}

type Sum = DeeperCard['reading'];

const ROWS: readonly { name: string; value: (sum: Sum) => string }[] = [
  { name: say('Asked'), value: ({ asked }) => amount(asked) },
  { name: say('Decided'), value: ({ decided }) => amount(decided) },
  { name: say('Answered, left open'), value: ({ open }) => amount(open) },
  { name: say('Failed'), value: ({ failed }) => amount(failed) },
  { name: say('Not asked: no budget left'), value: ({ refused }) => amount(refused) },
  { name: say('Not asked: no time, or left alone'), value: ({ skipped }) => amount(skipped) },
  {
    name: say('Half within, 95 % within'),
    value: ({ p50Ms, p95Ms }) =>
      p50Ms === null || p95Ms === null ? '–' : `${seconds(p50Ms)}, ${seconds(p95Ms)}`,
  },
];

function Sums({ card: { reading, theme, days } }: { card: DeeperCard }) {
  return (
    <table className="queues">
      <thead>
        <tr>
          <th scope="col">{say('Last {days} days', { days })}</th>
          <th scope="col">{say('Unsure readings')}</th>
          <th scope="col">{say('Topic names')}</th>
        </tr>
      </thead>
      <tbody>
        {ROWS.map(({ name, value }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="number">{value(reading)}</td>
            <td className="number">{value(theme)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function seconds(ms: number): string {
  const [value, unit, digits] = ms < 1000 ? [ms, 'millisecond', 0] : [ms / 1000, 'second', 1];
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** What people say of a label that it decided, and what it counts for. */
function trustWords({ asked, corrected, trust, needed }: DeeperCard['complaint']): string {
  const parts = [
    needed > 0
      ? say('counts as {share} sure until {count} more were judged', {
          share: percent(trust ?? 0),
          count: amount(needed),
        })
      : trust === null
        ? say('is not asked any more: it was wrong as often as right')
        : say('counts as {share} sure', { share: percent(trust) }),
  ];
  if (asked.share !== null) {
    parts.push(
      say('people who were asked agreed with {hits} of {count} ({low} to {high})', {
        hits: amount(asked.hits),
        count: amount(asked.n),
        low: percent(asked.low),
        high: percent(asked.high),
      }),
    );
  }
  if (corrected.n > 0)
    parts.push(
      say('{count} put right while triaging', { count: amount(corrected.n - corrected.hits) }),
    );
  return parts.join('; ');
}
