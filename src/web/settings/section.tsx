import type { ReactNode } from 'react';

export function Section({
  title,
  about,
  children,
}: {
  title: string;
  about: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="setting">
      <div className="setting-about">
        <h2>{title}</h2>
        <p className="dim">{about}</p>
      </div>
      <div className="setting-body card">{children}</div>
    </section>
  );
}
