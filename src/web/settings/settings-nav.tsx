import { NavLink } from 'react-router';
import { useSession } from '../app/queries.js';
import { say } from '../language/say.js';
import { ROOMS } from './rooms.js';

/** The rooms of the settings: at the start on wide screens, a page of its own on narrow ones. */
export function SettingsNav() {
  const session = useSession();
  return (
    <nav className="settings-nav" aria-label={say('Settings')}>
      {ROOMS.map(({ name, rooms }) => (
        <section key={name} aria-label={name}>
          <p className="settings-group">{name}</p>
          <ul>
            {rooms.map(({ path, name: room, icon: Icon }) => (
              <li key={path}>
                <NavLink to={`/settings/${path}`} className="settings-place">
                  <Icon size={17} stroke={1.6} aria-hidden />
                  <span>{room}</span>
                </NavLink>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p className="settings-version">Earshot {session.data?.version}</p>
    </nav>
  );
}
