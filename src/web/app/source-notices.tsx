import { ActionIcon, Button, Tooltip, UnstyledButton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconBell, IconChevronDown, IconX } from '@tabler/icons-react';
import { useCallback, useId, useState } from 'react';
import { Link } from 'react-router';
import { say } from '../language/say.js';
import { STATE_WORDS } from '../sources/state-words.js';
import { api } from './client.js';
import { useServerChanges } from './live.js';
import { useMay } from './may.js';
import { tellProblem } from './notices.js';
import { When } from './when.js';
import type { Notice, NoticeList } from './wire.js';
import { sayAgain } from '../language/say-again.js';
import './source-notices.css';

const KEY = ['notices'] as const;

/** Places that fell silent or came back, each change once, until somebody has seen it. */
export function SourceNotices() {
  const notices = useOpenNotices();
  const [open, setOpen] = useState(false);
  const list = useId();
  const items = notices.data?.items ?? [];
  const [latest] = items;
  return (
    <div aria-live="polite">
      {latest !== undefined && (
        <section className="told" aria-label={say('Changes of sources')}>
          <div className="told-line">
            <IconBell size={16} aria-hidden />
            <p className="told-latest one-line">
              <Said notice={latest} />
            </p>
            {items.length > 1 && (
              <UnstyledButton
                className="told-more"
                aria-expanded={open}
                aria-controls={list}
                onClick={() => setOpen(!open)}
              >
                {open
                  ? say('Show less')
                  : say('{count, number} more', {
                      count: (notices.data?.total ?? items.length) - 1,
                    })}
                <IconChevronDown size={14} aria-hidden />
              </UnstyledButton>
            )}
            <Dismiss notices={items} />
          </div>
          {open && items.length > 1 && (
            <ul className="told-list" id={list}>
              {items.map((notice) => (
                <li key={notice.id}>
                  <Said notice={notice} />
                  <DismissOne notice={notice} />
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
    </div>
  );
}

/** A change in a sentence: which place, what it is now, and why. */
function Said({ notice: { at, source, toState, reason } }: { notice: Notice }) {
  const words = isKnown(toState) ? STATE_WORDS[toState] : null;
  return (
    <span className="told-said">
      <Link to={`/sources/${source.id}`}>
        <bdi>{source.name}</bdi>
      </Link>{' '}
      <span className={words === null ? '' : `told-state state-${words.tone}`}>
        {words?.name ?? toState}
      </span>{' '}
      <span className="dim">
        <When at={at} ago />
      </span>{' '}
      {sayAgain(reason)}
    </span>
  );
}

const isKnown = (state: string): state is keyof typeof STATE_WORDS => state in STATE_WORDS;

function useOpenNotices() {
  const queries = useQueryClient();
  const refresh = useCallback(() => void queries.invalidateQueries({ queryKey: KEY }), [queries]);
  useServerChanges(['sources'], refresh);
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api<NoticeList>('/notices', { signal }),
  });
}

/** Takes it off the screen at once; the server's answer follows. */
function useDismiss() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ notice, all }: { notice: Notice; all: boolean }) =>
      all
        ? api<void>('/notices/dismiss', { method: 'POST', body: { upTo: notice.id } })
        : api<void>(`/notices/${notice.id}/dismiss`, { method: 'POST' }),
    onError: (error) => tellProblem(say('It could not be dismissed'), error),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}

function DismissOne({ notice }: { notice: Notice }) {
  const dismiss = useDismiss();
  if (!useMay().operate) return null;
  return (
    <Tooltip label={say('Dismiss for everybody')}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={26}
        aria-label={say('Dismiss: {name}', { name: notice.source.name })}
        loading={dismiss.isPending}
        onClick={() => dismiss.mutate({ notice, all: false })}
      >
        <IconX size={15} />
      </ActionIcon>
    </Tooltip>
  );
}

/** All that were on the screen; what comes meanwhile was not seen. */
function Dismiss({ notices }: { notices: readonly Notice[] }) {
  const dismiss = useDismiss();
  const [newest] = notices;
  if (!useMay().operate || newest === undefined) return null;
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      loading={dismiss.isPending}
      onClick={() => dismiss.mutate({ notice: newest, all: true })}
    >
      {notices.length > 1 ? say('Dismiss all') : say('Dismiss')}
    </Button>
  );
}
