import { useId, type ReactNode } from 'react';

/** One part of the page of a source: a heading, what it is about, and its content. */
export function Panel({
  title,
  about,
  id,
  children,
}: {
  title: string;
  about?: ReactNode;
  id?: string;
  children: ReactNode;
}) {
  const heading = useId();
  return (
    <section className="panel card" aria-labelledby={heading} id={id} tabIndex={-1}>
      <header className="panel-head">
        <h2 id={heading}>{title}</h2>
        {about !== undefined && <p className="dim">{about}</p>}
      </header>
      {children}
    </section>
  );
}
