import { Group, NumberInput, Select, TagsInput } from '@mantine/core';
import { useUsers } from '../../app/queries.js';
import type { Macro } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { STATUS_WORDS } from '../../reading/words.js';
import { REASON_WORDS } from '../dismiss-words.js';
import type { MacroDraft, Unit } from './macro-draft.js';

export type Change = (part: Partial<MacroDraft>) => void;

interface Props {
  readonly draft: MacroDraft;
  readonly change: Change;
}

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'];
const MOST = 500;
const UNITS: readonly { value: Unit; label: string }[] = [
  { value: 'hours', label: say('hours') },
  { value: 'days', label: say('days') },
  { value: 'weeks', label: say('weeks') },
];
const STATUSES = [
  { value: '', label: say('Leave as it is') },
  ...Object.entries(STATUS_WORDS).map(([value, label]) => ({ value, label })),
];
const REASONS = Object.entries(REASON_WORDS).map(([value, label]) => ({ value, label }));

export function KeyField({ draft, change, others }: Props & { others: readonly Macro[] }) {
  const nameOn = (digit: string): string | undefined =>
    others.find(({ key }) => key === digit)?.name;
  return (
    <Select
      label={say('Key, after “m”')}
      placeholder={say('None: in the palette')}
      clearable
      data={DIGITS.map((digit) => {
        const name = nameOn(digit);
        return {
          value: digit,
          label: name === undefined ? digit : say('{digit}: taken by {name}', { digit, name }),
          disabled: name !== undefined,
        };
      })}
      value={draft.key}
      onChange={(key) => change({ key })}
    />
  );
}

export function StatusFields({ draft, change }: Props) {
  return (
    <Group align="flex-end" grow wrap="nowrap" preventGrowOverflow={false} gap="xs">
      <Select
        label={say('Status')}
        allowDeselect={false}
        data={STATUSES}
        value={draft.status}
        onChange={(value) => change({ status: (value ?? '') as MacroDraft['status'] })}
      />
      {draft.status === 'waiting' && (
        <>
          <NumberInput
            label={say('Comes back after')}
            min={1}
            max={MOST}
            allowDecimal={false}
            hideControls
            clampBehavior="strict"
            value={draft.amount}
            onChange={(value) => change({ amount: Math.max(1, Number(value) || 1) })}
          />
          <Select
            aria-label={say('Unit')}
            allowDeselect={false}
            data={UNITS}
            value={draft.unit}
            onChange={(unit) =>
              change({ unit: UNITS.find(({ value }) => value === unit)?.value ?? 'days' })
            }
          />
        </>
      )}
      {draft.status === 'dismissed' && (
        <Select
          label={say('Because')}
          allowDeselect={false}
          data={REASONS}
          value={draft.reason}
          onChange={(value) => change({ reason: (value ?? 'other') as MacroDraft['reason'] })}
        />
      )}
    </Group>
  );
}

export function OwnerField({ draft, change }: Props) {
  const users = useUsers();
  return (
    <Select
      label={say('Owner')}
      allowDeselect={false}
      searchable
      data={[
        { value: '', label: say('Leave as it is') },
        { value: 'me', label: say('Whoever uses it') },
        { value: 'nobody', label: say('Nobody') },
        ...(users.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={draft.owner}
      onChange={(value) => change({ owner: value ?? '' })}
    />
  );
}

export function LabelFields({ draft, change }: Props) {
  return (
    <>
      <TagsInput
        label={say('Add labels')}
        description={say('Press Enter after each.')}
        maxTags={20}
        value={[...draft.add]}
        onChange={(add) =>
          change({ add, remove: draft.remove.filter((one) => !add.includes(one)) })
        }
      />
      <TagsInput
        label={say('Remove labels')}
        maxTags={20}
        value={[...draft.remove]}
        onChange={(remove) =>
          change({ remove, add: draft.add.filter((one) => !remove.includes(one)) })
        }
      />
    </>
  );
}
