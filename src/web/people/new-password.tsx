import { IconCheck, IconCircle } from '@tabler/icons-react';
import { useId } from 'react';
import { say } from '../language/say.js';
import { useFirstFocus } from './first-focus.js';
import { PasswordField } from './password-field.js';
import './new-password.css';

/** Characters as people count them: an emoji is one. */
const lengthOf = (password: string): number => Array.from(password).length;

/** A password that is chosen now, with the rules beside it and how far they are met. */
export function NewPassword({
  label,
  value,
  onChange,
  least,
  first = false,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Characters that it must have. */
  least: number;
  /** It is the field where one begins. */
  first?: boolean;
}) {
  const begin = useFirstFocus(first);
  const rules = useId();
  const met = value !== '' && lengthOf(value) >= least;
  const Sign = met ? IconCheck : IconCircle;
  return (
    <div className="field">
      <PasswordField
        label={label}
        name="new-password"
        autoComplete="new-password"
        minLength={least}
        aria-describedby={rules}
        ref={begin}
        value={value}
        onChange={onChange}
      />
      <ul className="password-rules" id={rules}>
        <li className={met ? 'password-met' : ''}>
          <Sign size={14} stroke={2} aria-hidden />
          <span>
            {say('At least {least} characters', { least })}
            {value !== '' && (
              <span className="number"> {say('({count} so far)', { count: lengthOf(value) })}</span>
            )}
          </span>
        </li>
        <li>
          <span className="password-dot" aria-hidden />
          <span>
            {say(
              'None of those that everybody uses, and not your name or e-mail address; checked when you save',
            )}
          </span>
        </li>
        <li>
          <span className="password-dot" aria-hidden />
          <span>{say('Any characters, spaces too: a few words of your own are good')}</span>
        </li>
      </ul>
    </div>
  );
}
