import { useQuery } from '@tanstack/react-query';
import { IconX } from '@tabler/icons-react';
import { api, query } from '../app/client.js';
import { Keys } from '../app/key-help.js';
import type { MentionCount } from '../app/wire.js';
import { say } from '../language/say.js';
import { amount } from '../reading/words.js';
import { askedFilters, type Filters } from './filters.js';
import type { PickerKind, Picking, Target } from './pickers/picking.js';
import { isEmpty, type Selecting } from './selection.js';
import type { Triage } from './triage.js';

interface Props {
  readonly selecting: Selecting;
  readonly filters: Filters;
  readonly target: () => Target | null;
  readonly picking: Picking;
  readonly triage: Triage;
}

const PICKERS: readonly { kind: PickerKind; name: string; keys: string }[] = [
  { kind: 'snooze', name: say('Snooze …'), keys: 's' },
  { kind: 'assign', name: say('Assign …'), keys: 'a' },
  { kind: 'label', name: say('Label …'), keys: 'l' },
  { kind: 'dismiss', name: say('Dismiss …'), keys: 'i' },
];

/** How many are selected, how to take in all matches, and what can be done with them. */
export function SelectionBar(props: Props) {
  const none = isEmpty(props.selecting.selection);
  return (
    <div aria-live="polite" className="selection-place">
      {!none && <Bar {...props} />}
    </div>
  );
}

function Bar({ selecting, filters, target, picking }: Props) {
  const { selection, selectAll, clear } = selecting;
  const total = useMatches(filters);
  const here = selection.ids.size;
  const more = total !== null && (total.atLeast || total.count > here);
  const all = total === null ? '' : `${amount(total.count)}${total.atLeast ? '+' : ''}`;
  return (
    <div className="selection-bar">
      <button
        type="button"
        className="selection-clear"
        aria-label={say('Select none')}
        onClick={clear}
      >
        <IconX size={15} aria-hidden />
      </button>
      <span className="selection-count">
        {selection.all
          ? say('All {all} matches selected', { all })
          : say('{count, plural, other {# selected}}', { count: here })}
      </span>
      {!selection.all && more && (
        <button type="button" className="selection-all" onClick={selectAll}>
          {say('Select all {all} matches', { all })} <Keys keys="* a" />
        </button>
      )}
      <span className="selection-actions">
        <button
          type="button"
          className="selection-action"
          onClick={() => target()?.act({ status: 'done' })}
        >
          {say('Done')} <Keys keys="e" />
        </button>
        {PICKERS.map(({ kind, name, keys }) => (
          <button
            type="button"
            className="selection-action"
            key={kind}
            onClick={() => picking.open(kind)}
          >
            {name} <Keys keys={keys} />
          </button>
        ))}
      </span>
    </div>
  );
}

/** How many match the present filters, folded as the list is. */
function useMatches(filters: Filters): MentionCount | null {
  const asked = askedFilters(filters);
  const count = useQuery({
    queryKey: ['mention-count', asked],
    queryFn: ({ signal }) => api<MentionCount>(`/mentions/count${query(asked)}`, { signal }),
    staleTime: 5_000,
  });
  return count.data ?? null;
}
