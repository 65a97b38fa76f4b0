import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconCheck, IconChevronRight } from '@tabler/icons-react';
import { Link, Navigate } from 'react-router';
import { Gate } from '../../app/gate.js';
import { useSession, useSources, useUsers } from '../../app/queries.js';
import { say } from '../../language/say.js';
import { useMonitors } from '../../monitors/monitors.queries.js';
import './set-up.css';

/** What makes Earshot hear something; each of it can wait. */
export default function NextPage() {
  const session = useSession();
  useDocumentTitle(say('{page} · Earshot', { page: say('What next') }));
  if (session.data === null) return <Navigate to="/inbox" replace />;
  return (
    <Gate title={say('What next')}>
      <p>{say('You are set up. Three things make Earshot useful; each can also wait.')}</p>
      <Steps />
      <Button component={Link} to="/inbox" fullWidth>
        {say('Go to the inbox')}
      </Button>
    </Gate>
  );
}

interface Step {
  readonly to: string;
  readonly name: string;
  readonly about: string;
  /** How many there are already. */
  readonly count: number;
}

function Steps() {
  const monitors = useMonitors();
  const sources = useSources();
  const users = useUsers();
  const steps: readonly Step[] = [
    {
      to: '/monitors',
      name: say('Add a monitor'),
      about: say('What to listen for: a brand or a product'),
      count: monitors.data?.items.length ?? 0,
    },
    {
      to: '/sources',
      name: say('Add a source'),
      about: say('Where to listen: forums, feeds, review sites'),
      count: sources.data?.items.length ?? 0,
    },
    {
      to: '/settings/people',
      name: say('Invite people'),
      about: say('Who else triages, answers or only reads'),
      count: (users.data?.items.length ?? 1) - 1,
    },
  ];
  return (
    <ol className="next-steps">
      {steps.map((step) => (
        <li key={step.to}>
          <NextStep step={step} />
        </li>
      ))}
    </ol>
  );
}

function NextStep({ step: { to, name, about, count } }: { step: Step }) {
  return (
    <Link to={to} className="next-step">
      <span className={count > 0 ? 'next-sign next-done' : 'next-sign'} aria-hidden>
        {count > 0 && <IconCheck size={15} stroke={2.4} />}
      </span>
      <span className="next-words">
        <strong>{name}</strong>
        <span className="dim">
          {about}
          {count > 0 &&
            `. ${say('{count, plural, one {# is there already} other {# are there already}}', { count })}`}
        </span>
      </span>
      <IconChevronRight size={17} aria-hidden className="turns dim" />
    </Link>
  );
}
