import { Failed, Waiting } from '../app/states.js';
import { say } from '../language/say.js';
import { RoomPage } from '../settings/room-page.js';
import { DigestPart } from './digest-part.js';
import { EventsPart } from './events-part.js';
import { MentionsPart } from './mentions-part.js';
import { useRules, useSaveRules } from './rules.queries.js';
import { WaysPart } from './ways-part.js';
import './rules.css';

/** What I want to be told of, and how. Saves by itself. */
export default function NotificationRulesPage() {
  const rules = useRules();
  const { change, save } = useSaveRules();
  const status = save.isPending
    ? say('Saving')
    : save.isError
      ? say('Not saved')
      : save.isSuccess
        ? say('Saved')
        : '';
  return (
    <RoomPage
      title={say('Notifications')}
      about={say('Each person chooses for themselves. What you choose is saved by itself.')}
      action={<output className="dim">{status}</output>}
    >
      {rules.isPending && <Waiting what={say('your choice')} lines={6} />}
      {rules.isError && rules.data === undefined && (
        <Failed what={say('Your choice')} error={rules.error} retry={() => void rules.refetch()} />
      )}
      {rules.data !== undefined && (
        <>
          <WaysPart view={rules.data} />
          <MentionsPart view={rules.data} onChange={(next) => change({ rules: next })} />
          <EventsPart view={rules.data} onChange={(next) => change({ rules: next })} />
          <DigestPart view={rules.data} onChange={(digest) => change({ digest })} />
        </>
      )}
    </RoomPage>
  );
}
