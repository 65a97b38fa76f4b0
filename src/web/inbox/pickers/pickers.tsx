import { Modal } from '@mantine/core';
import { say } from '../../language/say.js';
import { AssignPicker } from './assign-picker.js';
import { DismissPicker } from './dismiss-picker.js';
import { LabelPicker } from './label-picker.js';
import type { PickerKind, Picking } from './picking.js';
import { SnoozePicker } from './snooze-picker.js';
import './pickers.css';

const TITLES: Readonly<Record<PickerKind, string>> = {
  snooze: say('Snooze until'),
  assign: say('Assign to'),
  label: say('Labels'),
  dismiss: say('Dismiss because'),
};

export interface PickerProps {
  readonly picking: Picking;
  /** Hands over what was typed while the picker was on its way. */
  readonly typed: () => string;
}

/** The picker that is open, where the eye is already: over the middle of the page. */
export default function Pickers(props: PickerProps) {
  const { kind, close } = props.picking;
  if (kind === null) return null;
  return (
    <Modal
      opened
      onClose={close}
      withCloseButton={false}
      size={420}
      yOffset="16vh"
      centered={false}
      padding={0}
      returnFocus={false}
      closeOnEscape={false}
      // Handled here: the page's own "one step back" must not hear it, too.
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        close();
      }}
      transitionProps={{ duration: 0 }}
      title={<Title {...props} kind={kind} />}
      classNames={{ content: 'picker', header: 'picker-head', body: 'picker-body' }}
    >
      {kind === 'snooze' && <SnoozePicker {...props} />}
      {kind === 'assign' && <AssignPicker {...props} />}
      {kind === 'label' && <LabelPicker {...props} />}
      {kind === 'dismiss' && <DismissPicker {...props} />}
    </Modal>
  );
}

function Title({ kind, picking }: PickerProps & { kind: PickerKind }) {
  const { count } = picking;
  return (
    <span className="picker-title">
      {TITLES[kind]}
      {count === null && <span className="picker-for">{say('all matches')}</span>}
      {count !== null && count > 1 && (
        <span className="picker-for">{say('{count} mentions', { count })}</span>
      )}
    </span>
  );
}
