import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { saying } from '../../app/client.js';
import { say } from '../../language/say.js';

interface Loading<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

/** A part of the detail that comes by itself: while it is on its way the rest can be used. */
export function Part<Data>({
  title,
  query,
  children,
}: {
  title: ReactNode;
  query: Loading<Data>;
  children: (data: Data) => ReactNode;
}) {
  return (
    <section className="below">
      <h3>{title}</h3>
      <Loaded query={query}>{children}</Loaded>
    </section>
  );
}

/** What was asked for; until it is there, that it is on its way, or why it is not. */
export function Loaded<Data>({
  query: { data, error, refetch },
  children,
}: {
  query: Loading<Data>;
  children: (data: Data) => ReactNode;
}) {
  if (data !== undefined) return children(data);
  if (error === null) {
    return (
      <p className="dim" aria-live="polite">
        {say('Loading')}
      </p>
    );
  }
  return (
    <p role="alert" className="part-failed">
      {saying(error)}{' '}
      <Button variant="subtle" size="compact-sm" onClick={() => void refetch()}>
        {say('Try again')}
      </Button>
    </p>
  );
}
