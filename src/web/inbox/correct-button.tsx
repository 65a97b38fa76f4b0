import { Button, Popover } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useRef, useState, type RefObject } from 'react';
import { useKeys, type Binding } from '../app/keys.js';
import { useTaxonomy } from '../app/queries.js';
import type { Correction, MentionDetail } from '../app/wire.js';
import { say } from '../language/say.js';
import { TOUCHPOINTS } from '../reading/touchpoints.js';
import { inWords, topicName } from '../reading/words.js';
import { Choice, OneOf, SeveralOf } from './correct-choices.js';
import { COMPLAINT, EFFORT, LEAVING, SENTIMENT, URGENCY } from './correct-options.js';
import type { Triage } from './triage.js';
import './correct.css';

/** "c", then one more key: the label is what a person says it is. */
export function CorrectButton({ mention, triage }: { mention: MentionDetail; triage: Triage }) {
  const [opened, setOpened] = useState(false);
  const fields = useFields();
  const close = (): void => setOpened(false);
  const choose = (correction: Correction): void => {
    close();
    triage.correct(mention, correction);
  };
  useKeys(say('Correct'), [
    { keys: 'c', does: say('Correct a label'), run: () => setOpened(true) },
  ]);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={360}
      position="bottom-end"
      returnFocus
      shadow="md"
      closeOnEscape
    >
      <Popover.Target>
        <Button
          variant="default"
          size="compact-md"
          className="correct-button"
          aria-label={say('Correct a label')}
          leftSection={<IconPencil size={15} />}
          onClick={() => setOpened((now) => !now)}
        >
          {say('Correct')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className="correct">
        {opened && <Choices mention={mention} choose={choose} fields={fields} />}
      </Popover.Dropdown>
      {opened && <ChoiceKeys choose={choose} fields={fields} close={close} />}
    </Popover>
  );
}

interface Fields {
  readonly topics: RefObject<HTMLInputElement | null>;
  readonly touchpoint: RefObject<HTMLInputElement | null>;
  readonly leaving: RefObject<HTMLInputElement | null>;
  readonly effort: RefObject<HTMLInputElement | null>;
}

function useFields(): Fields {
  const topics = useRef<HTMLInputElement>(null);
  const touchpoint = useRef<HTMLInputElement>(null);
  const leaving = useRef<HTMLInputElement>(null);
  const effort = useRef<HTMLInputElement>(null);
  return { topics, touchpoint, leaving, effort };
}

/**
 * The keys of the choices. Apart from what they choose among, which is drawn a moment later: who
 * types "c n" in one go must be heard.
 */
function ChoiceKeys({
  choose,
  fields,
  close,
}: {
  choose: (correction: Correction) => void;
  fields: Fields;
  close: () => void;
}) {
  const bindings: Binding[] = [...COMPLAINT, ...SENTIMENT, ...URGENCY].map(
    ({ key, name, correction }) => ({ keys: key, does: name, run: () => choose(correction) }),
  );
  useKeys(say('Correct a label'), [
    ...bindings,
    { keys: 't', does: say('Topics'), run: () => focusOnceThere(fields.topics) },
    { keys: 'p', does: say('Touchpoint'), run: () => focusOnceThere(fields.touchpoint) },
    { keys: 'l', does: say('Leaving'), run: () => focusOnceThere(fields.leaving) },
    { keys: 'e', does: say('Effort'), run: () => focusOnceThere(fields.effort) },
    { keys: 'Escape', does: say('Close'), run: close },
  ]);
  return null;
}

/** Frames that a field is waited for: about half a second. */
const FRAMES = 30;

function focusOnceThere(field: RefObject<HTMLInputElement | null>, left = FRAMES): void {
  if (field.current !== null) field.current.focus();
  else if (left > 0) requestAnimationFrame(() => focusOnceThere(field, left - 1));
}

function Choices({
  mention,
  choose,
  fields,
}: {
  mention: MentionDetail;
  choose: (correction: Correction) => void;
  fields: Fields;
}) {
  const given = { mention, choose };
  return (
    <>
      <Choice title={say('Is it a complaint?')} options={COMPLAINT} {...given} />
      <Choice title={say('Feeling')} options={SENTIMENT} {...given} />
      <Choice title={say('Harm if nobody acts')} options={URGENCY} {...given} />
      <Lists fields={fields} {...given} />
    </>
  );
}

function Lists({
  mention,
  fields,
  choose,
}: {
  mention: MentionDetail;
  fields: Fields;
  choose: (correction: Correction) => void;
}) {
  const taxonomy = useTaxonomy();
  const { topics, labels } = mention;
  const known = new Set([...(taxonomy.data?.topics.map(({ key }) => key) ?? []), ...topics]);
  const stage = LEAVING.find((key) => key === labels.leaving?.stage) ?? null;
  const kinds = [...new Set(labels.effort?.map(({ kind }) => kind))];
  return (
    <>
      <SeveralOf
        name={say('Topics')}
        hint="t"
        field={fields.topics}
        options={[...known].map((key) => ({ value: key, label: topicName(taxonomy.data, key) }))}
        given={topics}
        save={(keys) => choose({ topics: keys })}
      />
      <OneOf
        name={say('Touchpoint')}
        hint="p"
        field={fields.touchpoint}
        keys={TOUCHPOINTS}
        value={labels.touchpoint}
        none={say('None, or unclear')}
        choose={(key) => choose({ touchpoint: TOUCHPOINTS.find((one) => one === key) ?? null })}
      />
      <OneOf
        name={say('Leaving')}
        hint="l"
        field={fields.leaving}
        keys={LEAVING}
        value={stage}
        choose={(key) => choose({ leaving: LEAVING.find((one) => one === key) })}
      />
      <SeveralOf
        name={say('Effort')}
        hint="e"
        field={fields.effort}
        options={EFFORT.map((key) => ({ value: key, label: inWords(key) }))}
        given={kinds}
        save={(keys) => choose({ effort: EFFORT.filter((kind) => keys.includes(kind)) })}
      />
    </>
  );
}
