import { NavLink } from 'react-router';
import { useProposals } from './editing.queries.js';
import './topics-tabs.css';

const TABS = [
  { to: '/topics', name: 'Overview', end: true },
  { to: '/topics/edit', name: 'Edit topics', end: false },
  { to: '/topics/proposals', name: 'New patterns', end: true },
  { to: '/topics/history', name: 'History', end: true },
] as const;

/** The pages of the topics. */
export function TopicsTabs() {
  const open = useProposals('open').data?.items.length ?? 0;
  return (
    <nav className="topics-tabs" aria-label="Pages of the topics">
      {TABS.map(({ to, name, end }) => (
        <NavLink key={to} to={to} end={end} className="topics-tab">
          {name}
          {to === '/topics/proposals' && open > 0 && (
            <span className="tab-count number">
              {open}
              <span className="unseen"> open</span>
            </span>
          )}
        </NavLink>
      ))}
    </nav>
  );
}
