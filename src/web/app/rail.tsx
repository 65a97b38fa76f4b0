import { Menu, Tooltip, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconDots, IconKeyboard } from '@tabler/icons-react';
import { NavLink, useLocation, useNavigate } from 'react-router';
import { useCounts } from '../inbox/mentions.queries.js';
import { locale, say } from '../language/say.js';
import { LanguageSwitch } from './language-switch.js';
import { Bell } from '../notifications/bell.js';
import { Logo } from './logo.js';
import { PersonMenu } from './person-menu.js';
import { PLACES, type Place } from './place-list.js';
import { SchemeSwitch } from './scheme-switch.js';
import './rail.css';

/** Left on wide screens, at the bottom on narrow ones. */
export function Rail({ onHelp }: { onHelp: () => void }) {
  const narrow = useMediaQuery('(max-width: 700px)', false, { getInitialValueInEffect: false });
  if (narrow) return <BottomBar onHelp={onHelp} />;
  return (
    <nav className="rail" aria-label={say('Places')}>
      <div className="rail-brand">
        <Logo size={28} />
        <span>Earshot</span>
      </div>
      <ul className="rail-places">
        {PLACES.map((place) => (
          <li key={place.to}>
            <PlaceLink place={place} />
          </li>
        ))}
      </ul>
      <div className="rail-foot">
        <Bell />
        <Tooltip label={say('Keys (?)')} position="right">
          <UnstyledButton className="rail-tool" onClick={onHelp}>
            <IconKeyboard size={18} stroke={1.6} />
            <span>{say('Keys')}</span>
          </UnstyledButton>
        </Tooltip>
        <LanguageSwitch />
        <SchemeSwitch />
        <PersonMenu />
      </div>
    </nav>
  );
}

function PlaceLink({ place }: { place: Place }) {
  const Icon = place.icon;
  return (
    <NavLink to={place.to} className="rail-place">
      <Icon size={19} stroke={1.6} aria-hidden />
      <span className="rail-name">{place.name}</span>
      {place.to === '/inbox' && <NewCount />}
    </NavLink>
  );
}

function NewCount() {
  const counts = useCounts();
  const count = counts.data?.byStatus.new ?? 0;
  if (count === 0) return null;
  return (
    <span className="rail-count number">
      <span aria-hidden>{short(count)}</span>
      <span className="unseen">{say('{count, number} new', { count })}</span>
    </span>
  );
}

/** Thousands as "12k": the rail is narrow. */
const thousands = new Intl.NumberFormat(locale(), {
  notation: 'compact',
  maximumFractionDigits: 0,
});
const short = (count: number): string => (count > 999 ? thousands.format(count) : String(count));

const FIRST = 4;

function BottomBar({ onHelp }: { onHelp: () => void }) {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const rest = PLACES.slice(FIRST);
  const inRest = rest.some(({ to }) => pathname.startsWith(to));
  return (
    <nav className="bottom" aria-label={say('Places')}>
      {PLACES.slice(0, FIRST).map((place) => (
        <PlaceLink place={place} key={place.to} />
      ))}
      <Bell narrow />
      <Menu position="top-end" width={220}>
        <Menu.Target>
          <UnstyledButton className={inRest ? 'rail-place active' : 'rail-place'}>
            <IconDots size={19} stroke={1.6} aria-hidden />
            <span className="rail-name">{say('More')}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {rest.map(({ to, name, icon: Icon }) => (
            <Menu.Item
              key={to}
              leftSection={<Icon size={17} stroke={1.6} />}
              onClick={() => void navigate(to)}
            >
              {name}
            </Menu.Item>
          ))}
          <Menu.Item leftSection={<IconKeyboard size={17} stroke={1.6} />} onClick={onHelp}>
            {say('Keys')}
          </Menu.Item>
          <Menu.Divider />
          <LanguageSwitch inMenu />
          <SchemeSwitch inMenu />
          <PersonMenu inMenu />
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
