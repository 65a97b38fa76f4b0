import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconX } from '@tabler/icons-react';
import { api } from '../app/client.js';
import { tellDone, tellProblem } from '../app/notices.js';
import { When } from '../app/when.js';
import type { NotificationRulesView } from '../app/wire.js';
import { say } from '../language/say.js';
import { Section } from '../settings/section.js';
import { CHANNEL_ICONS } from './channel-icon.js';
import { type PushHere, pushHere, startPush, stopPush } from './this-browser.js';

/** Where messages reach me: by e-mail, and in which browsers. */
export function WaysPart({ view }: { view: NotificationRulesView }) {
  return (
    <Section
      title={say('Where it reaches you')}
      about={say('Outside Earshot: by e-mail, and as messages of your browsers.')}
    >
      <ul className="setting-list">
        <MailWay mail={view.mail} />
        <PushWay />
        {view.push.browsers.map((browser) => (
          <Browser browser={browser} key={browser.id} />
        ))}
      </ul>
    </Section>
  );
}

const MISSING = {
  from: say(
    'E-mails are not set up. Whoever runs Earshot sets mail.from in its settings and EARSHOT_SMTP_URL in its environment.',
  ),
  server: say(
    'E-mails are not set up. Whoever runs Earshot sets EARSHOT_SMTP_URL in its environment.',
  ),
  'bad-server': say(
    'E-mails are not sent: EARSHOT_SMTP_URL is no usable address. Whoever runs Earshot has to correct it.',
  ),
} as const;

function MailWay({ mail }: { mail: NotificationRulesView['mail'] }) {
  const Icon = CHANNEL_ICONS.mail;
  return (
    <li>
      <Icon size={20} stroke={1.6} aria-hidden />
      <span className="setting-main">
        <strong>{say('E-mail')}</strong>
        <span className="dim">
          {mail.missing === null ? <bdi>{mail.to}</bdi> : MISSING[mail.missing]}
        </span>
        {mail.failure !== null && (
          <span className="setting-bad">
            {say('The last e-mail could not be sent.')} {mail.failure}
          </span>
        )}
      </span>
    </li>
  );
}

const PUSH_WORDS: Readonly<Record<PushHere, string>> = {
  on: say('This browser shows messages, also while no page of Earshot is open.'),
  off: say('This browser shows no messages yet.'),
  refused: say(
    'This browser forbids messages of Earshot. Allow them in the settings of the page, beside its address.',
  ),
  unsupported: say('This browser cannot show messages.'),
  insecure: say('Messages need a page that came by https.'),
};

function PushWay() {
  const queries = useQueryClient();
  const here = useQuery({ queryKey: ['push-here'], queryFn: pushHere, staleTime: 0 });
  const turn = useMutation({
    mutationFn: (on: boolean) => (on ? startPush() : stopPush()),
    onSuccess: (now) => queries.setQueryData(['push-here'], now),
    onError: (error) => tellProblem(say('Messages of this browser were not changed'), error),
    onSettled: () => queries.invalidateQueries({ queryKey: ['notification-rules'] }),
  });
  const Icon = CHANNEL_ICONS.push;
  const state = here.data;
  return (
    <li>
      <Icon size={20} stroke={1.6} aria-hidden />
      <span className="setting-main">
        <strong>{say('Push messages in this browser')}</strong>
        <span className="dim" aria-live="polite">
          {state !== undefined && PUSH_WORDS[state]}
          {turn.isPending && <> {say('Your browser asks you.')}</>}
        </span>
      </span>
      {(state === 'on' || state === 'off') && (
        <Button
          size="compact-sm"
          variant="default"
          loading={turn.isPending}
          onClick={() => turn.mutate(state === 'off')}
        >
          {state === 'on' ? say('Turn off') : say('Turn on')}
        </Button>
      )}
    </li>
  );
}

function Browser({ browser }: { browser: NotificationRulesView['push']['browsers'][number] }) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api<void>(`/me/push/${browser.id}`, { method: 'DELETE' }),
    onSuccess: () => tellDone(say('It shows no more messages')),
    onError: (error) => tellProblem(say('It was not removed'), error),
    onSettled: () => queries.invalidateQueries({ queryKey: ['notification-rules'] }),
  });
  const label = say('Remove {name}', { name: browser.name });
  return (
    <li>
      <span className="ways-indent" aria-hidden />
      <span className="setting-main">
        <span>{browser.name}</span>
        <span className="dim">
          {say('since')} <When at={browser.since} ago />
        </span>
      </span>
      <Tooltip label={label}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={label}
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          <IconX size={16} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}
