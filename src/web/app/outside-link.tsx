import type { ReactNode } from 'react';
import { safeAddress } from './safe-address.js';

/** A link to an address that a stranger wrote; only its text when the address is not to be trusted. */
export function OutsideLink({
  url,
  children,
  className = '',
}: {
  url: string | null;
  children: ReactNode;
  className?: string;
}) {
  const href = safeAddress(url);
  if (href === null) return <span className={className}>{children}</span>;
  return (
    <a
      className={className}
      href={href}
      target="_blank"
      rel="noopener nofollow ugc"
      referrerPolicy="no-referrer"
    >
      {children}
    </a>
  );
}
