import { useDocumentTitle } from '@mantine/hooks';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { say } from '../language/say.js';

/** A page of the settings: its name, what it is for, what can be done, and its content. */
export function RoomPage({
  title,
  about,
  action,
  children,
}: {
  title: string;
  about?: ReactNode;
  /** At the end of the head, where one begins something new. */
  action?: ReactNode;
  children: ReactNode;
}) {
  useDocumentTitle(say('{page} · Earshot', { page: title }));
  return (
    <div className="room">
      <header className="page-head room-head">
        <Link to="/settings" className="room-back">
          <IconArrowLeft size={18} aria-hidden className="turns" />
          <span className="unseen">{say('All settings')}</span>
        </Link>
        <h1>{title}</h1>
        {action !== undefined && <div className="page-head-end">{action}</div>}
      </header>
      <div className="room-body">
        {about !== undefined && <p className="room-about">{about}</p>}
        {children}
      </div>
    </div>
  );
}
