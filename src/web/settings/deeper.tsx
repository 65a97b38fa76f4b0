import { Failed, Waiting } from '../app/states.js';
import type { DeeperCard } from '../app/wire.js';
import { When } from '../app/when.js';
import { amount, percent } from '../reading/words.js';
import { Section } from './section.js';
import { useDeeper } from './settings.queries.js';
import './deeper.css';

/** The optional model server: what it was asked, what it gave, and how good that was. */
export function DeeperSection() {
  const deeper = useDeeper();
  return (
    <Section
      title="Deeper model"
      about="A model server of your own, asked only about what reading leaves unsure, and for names of new topics."
    >
      {deeper.isPending && <Waiting what="the deeper model" lines={2} />}
      {deeper.isError && deeper.data === undefined && (
        <Failed what="The deeper model" error={deeper.error} retry={() => void deeper.refetch()} />
      )}
      {deeper.data !== undefined && <Card card={deeper.data} />}
    </Section>
  );
}

function Card({ card }: { card: DeeperCard }) {
  if (card.server === null) {
    return (
      <p className="letters-none dim">
        Off. To use one, set <code>deeper.url</code> and <code>deeper.model</code> in the settings
        file.
      </p>
    );
  }
  const { requests, tokens } = card.budget;
  return (
    <>
      <p className="deeper-server">
        <strong>{card.server.model}</strong> <span className="dim">at {card.server.host}</span>
      </p>
      <Sums card={card} />
      <dl className="deeper-facts">
        <dt>Complaint or not</dt>
        <dd>{trustWords(card.complaint)}</dd>
        <dt>Feeling</dt>
        <dd>{trustWords(card.sentiment)}</dd>
        <dt>Used today</dt>
        <dd>
          {amount(requests.used)} of {amount(requests.most)} requests, {amount(tokens.used)} of{' '}
          {amount(tokens.most)} tokens
        </dd>
        {card.lastFailure !== null && (
          <>
            <dt>Last failure</dt>
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
  { name: 'Asked', value: ({ asked }) => amount(asked) },
  { name: 'Decided', value: ({ decided }) => amount(decided) },
  { name: 'Answered, left open', value: ({ open }) => amount(open) },
  { name: 'Failed', value: ({ failed }) => amount(failed) },
  { name: 'Not asked: no budget left', value: ({ refused }) => amount(refused) },
  { name: 'Not asked: no time, or left alone', value: ({ skipped }) => amount(skipped) },
  {
    name: 'Half within, 95 % within',
    value: ({ p50Ms, p95Ms }) =>
      p50Ms === null || p95Ms === null ? '–' : `${seconds(p50Ms)}, ${seconds(p95Ms)}`,
  },
];

function Sums({ card: { reading, theme, days } }: { card: DeeperCard }) {
  return (
    <table className="queues">
      <thead>
        <tr>
          <th scope="col">Last {days} days</th>
          <th scope="col">Unsure readings</th>
          <th scope="col">Topic names</th>
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
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** What people say of a label that it decided, and what it counts for. */
function trustWords({ asked, corrected, trust, needed }: DeeperCard['complaint']): string {
  const parts = [
    needed > 0
      ? `counts as ${percent(trust ?? 0)} sure until ${amount(needed)} more were judged`
      : trust === null
        ? 'is not asked any more: it was wrong as often as right'
        : `counts as ${percent(trust)} sure`,
  ];
  if (asked.share !== null) {
    const range = `${percent(asked.low)} to ${percent(asked.high)}`;
    parts.push(
      `people who were asked agreed with ${amount(asked.hits)} of ${amount(asked.n)} (${range})`,
    );
  }
  if (corrected.n > 0)
    parts.push(`${amount(corrected.n - corrected.hits)} put right while triaging`);
  return parts.join('; ');
}
