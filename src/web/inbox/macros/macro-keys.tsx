import { useKeys, type Binding } from '../../app/keys.js';
import { useMay } from '../../app/may.js';
import { useSession } from '../../app/queries.js';
import type { MentionAction } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { actionOf } from './macro-action.js';
import { useMacros } from './macros.queries.js';

/**
 * "m" and a digit: several changes at once. Macros without a key are in the palette. Where one's own
 * and a shared one have the same key, one's own wins.
 *
 * @param target what an action is for
 */
export function MacroKeys({
  target,
}: {
  target: () => { readonly act: (action: MentionAction) => void } | null;
}) {
  const may = useMay();
  const me = useSession().data?.user.id ?? null;
  const macros = useMacros().data?.items ?? [];
  const taken = new Set<string>();
  const bindings = macros.map(({ name, key, action }): Binding => {
    const keys = key === null || taken.has(key) ? null : `m ${key}`;
    if (key !== null) taken.add(key);
    return { keys, does: name, run: () => target()?.act(actionOf(action, me, new Date())) };
  });
  useKeys(say('Macros'), may.work ? bindings : []);
  return null;
}
