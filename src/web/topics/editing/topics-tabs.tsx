import { NavLink } from 'react-router';
import { say } from '../../language/say.js';
import { useProposals } from './editing.queries.js';
import './topics-tabs.css';

const TABS = [
  { to: '/topics', name: say('Overview'), end: true },
  { to: '/topics/edit', name: say('Edit topics'), end: false },
  { to: '/topics/proposals', name: say('New patterns'), end: true },
  { to: '/topics/history', name: say('History'), end: true },
] as const;

/** The pages of the topics. */
export function TopicsTabs() {
  const open = useProposals('open').data?.items.length ?? 0;
  return (
    <nav className="topics-tabs" aria-label={say('Pages of the topics')}>
      {TABS.map(({ to, name, end }) => (
        <NavLink key={to} to={to} end={end} className="topics-tab">
          {name}
          {to === '/topics/proposals' && open > 0 && (
            <span className="tab-count number">
              <span aria-hidden>{open}</span>
              <span className="unseen">{say('{count, number} open', { count: open })}</span>
            </span>
          )}
        </NavLink>
      ))}
    </nav>
  );
}
