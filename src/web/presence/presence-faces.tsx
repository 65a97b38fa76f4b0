import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconMoon, IconPencil } from '@tabler/icons-react';
import { initials } from '../app/initials.js';
import type { Presence } from '../app/wire.js';
import { say } from '../language/say.js';
import { usePeopleAt } from './presence.queries.js';
import './presence.css';

const MOST_FACES = 3;

/** What somebody does, in a sentence. */
export function inWords({ person: { name }, state }: Presence): string {
  if (state === 'writing') return say('{name} is writing', { name });
  if (state === 'idle') return say('{name} has it open, idle', { name });
  return say('{name} is looking at it', { name });
}

/**
 * The other people who have this mention open, as a stack of faces; nothing when nobody has.
 *
 * @param words also says beside the faces what they do, and tells it to assistive technology as it changes
 */
export function PresenceFaces({
  mentionId,
  words = false,
}: {
  mentionId: string;
  words?: boolean;
}) {
  const people = usePeopleAt(mentionId);
  const names = <PeopleList people={people} />;
  if (words) {
    return (
      <span className="presence-live" aria-live="polite">
        {people.length > 0 && (
          <Tooltip label={names} events={EVENTS} position="bottom-end">
            <UnstyledButton className="presence" aria-label={people.map(inWords).join(', ')}>
              <Faces people={people} />
              <span className="presence-words">{summary(people)}</span>
            </UnstyledButton>
          </Tooltip>
        )}
      </span>
    );
  }
  if (people.length === 0) return null;
  return (
    <Tooltip label={names} openDelay={200}>
      <span className="presence">
        <span className="unseen">{people.map(inWords).join(', ')}</span>
        <Faces people={people} />
      </span>
    </Tooltip>
  );
}

/** Also where there is no mouse to hover with. */
const EVENTS = { hover: true, focus: true, touch: true };

function summary(people: readonly Presence[]): string {
  const [first] = people;
  if (people.length === 1 && first !== undefined) return inWords(first);
  if (first?.state === 'writing')
    return say('{name} is writing, {count, plural, one {# more has} other {# more have}} it open', {
      name: first.person.name,
      count: people.length - 1,
    });
  return say('{count, plural, one {# person has it open} other {# people have it open}}', {
    count: people.length,
  });
}

function PeopleList({ people }: { people: readonly Presence[] }) {
  return (
    <ul className="presence-list">
      {people.map((one) => (
        <li key={one.person.id}>{inWords(one)}</li>
      ))}
    </ul>
  );
}

function Faces({ people }: { people: readonly Presence[] }) {
  const shown = people.slice(0, people.length > MOST_FACES ? MOST_FACES - 1 : MOST_FACES);
  const rest = people.length - shown.length;
  return (
    <span className="presence-faces" aria-hidden>
      {shown.map((one) => (
        <Face one={one} key={one.person.id} />
      ))}
      {rest > 0 && <span className="presence-face presence-more">{`+${rest}`}</span>}
    </span>
  );
}

function Face({ one: { person, state } }: { one: Presence }) {
  return (
    <span className={`presence-face presence-${state}`}>
      {initials(person.name)}
      {state === 'writing' && (
        <span className="presence-sign">
          <IconPencil size={9} stroke={2.4} />
        </span>
      )}
      {state === 'idle' && (
        <span className="presence-sign">
          <IconMoon size={9} stroke={2.4} />
        </span>
      )}
    </span>
  );
}
