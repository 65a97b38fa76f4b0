import { useSession } from './queries.js';
import type { Permission } from './wire.js';

/** What whoever is signed in may do, as far as the pages offer it. The API decides. */
interface May {
  readonly work: boolean;
  readonly configure: boolean;
  readonly operate: boolean;
  /** Change topics. */
  readonly topics: boolean;
  /** Admit people, and say what they may do. */
  readonly admit: boolean;
  /** Read what everybody did. */
  readonly audit: boolean;
  /** Make tokens for programs. */
  readonly tokens: boolean;
}

const NOTHING: readonly Permission[] = [];

export function useMay(): May {
  const given = useSession().data?.permissions ?? NOTHING;
  const may = (permission: Permission): boolean => given.includes(permission);
  return {
    work: may('work'),
    configure: may('configure'),
    operate: may('operate'),
    topics: may('topics'),
    admit: may('people'),
    audit: may('audit'),
    tokens: may('tokens'),
  };
}
