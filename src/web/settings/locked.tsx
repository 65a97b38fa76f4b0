import { IconLock } from '@tabler/icons-react';
import { useUsers } from '../app/queries.js';
import { Empty } from '../app/states.js';
import { locale, say } from '../language/say.js';

const FEW = 3;

/** Instead of what one may not see: why, and whom one can ask. */
export function Locked({ title, children }: { title: string; children: string }) {
  const users = useUsers();
  const admins = (users.data?.items ?? []).filter(({ role }) => role === 'admin');
  const names = admins.slice(0, FEW).map(({ name }) => name);
  const list = new Intl.ListFormat(locale(), { type: 'disjunction' }).format(names);
  return (
    <Empty icon={<IconLock size={26} stroke={1.6} />} title={title}>
      {children} {names.length > 0 && say('You can ask {names}.', { names: list })}
    </Empty>
  );
}
