import { useSession } from './queries.js';
import type { User } from './wire.js';

type Role = User['role'];

/** What a role may do, as far as the pages offer it. The API decides; see its permissions. */
interface May {
  readonly work: boolean;
  readonly configure: boolean;
  readonly operate: boolean;
  readonly admit: boolean;
  /** Change topics. */
  readonly topics: boolean;
}

const CONFIGURE: ReadonlySet<Role> = new Set(['admin', 'manager']);
const OPERATE: ReadonlySet<Role> = new Set(['admin', 'manager', 'on-call']);
const TOPICS: ReadonlySet<Role> = new Set(['admin', 'manager', 'product-owner']);

export function useMay(): May {
  const role = useSession().data?.user.role ?? 'read-only';
  return {
    work: role !== 'read-only',
    configure: CONFIGURE.has(role),
    operate: OPERATE.has(role),
    admit: role === 'admin',
    topics: TOPICS.has(role),
  };
}
