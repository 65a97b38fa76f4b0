import { say } from '../../language/say.js';
import { REASON_KEYS, REASON_WORDS, USUAL_REASON, type DismissReason } from '../dismiss-words.js';
import { OptionList, useOptions, type Option } from './options.js';
import type { PickerProps } from './pickers.js';

const REASONS = Object.keys(REASON_KEYS) as DismissReason[];
const OPTIONS: readonly Option[] = REASONS.map((reason) => ({
  id: reason,
  name: REASON_WORDS[reason],
  hint: REASON_KEYS[reason],
  ...(reason === USUAL_REASON ? { more: say('or i once more') } : {}),
}));

/** Why it needs no work: one key each. */
export function DismissPicker({ picking }: PickerProps) {
  const choose = (at: number): void => {
    const reason = REASONS[at];
    if (reason !== undefined) picking.apply({ status: 'dismissed', dismissedBecause: reason });
  };
  const options = useOptions(OPTIONS.length, choose);
  return <OptionList label={say('Reasons')} options={OPTIONS} of={options} alone />;
}
