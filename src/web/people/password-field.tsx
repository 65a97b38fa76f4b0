import '@mantine/core/styles/PasswordInput.layer.css';
import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { say } from '../language/say.js';
import './password-field.css';

/** A password, which one may see, paste and have filled in; says when Caps Lock is on. */
export function PasswordField({
  label,
  value,
  onChange,
  autoComplete,
  ...rest
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** What password managers are to do here. */
  autoComplete: 'current-password' | 'new-password';
} & Omit<PasswordInputProps, 'label' | 'value' | 'onChange' | 'autoComplete' | 'onKeyUp'>) {
  const [capsLock, setCapsLock] = useState(false);
  const [shown, setShown] = useState(false);
  const look = (event: KeyboardEvent): void => setCapsLock(event.getModifierState('CapsLock'));
  return (
    <div className="field">
      <PasswordInput
        size="sm"
        label={label}
        value={value}
        required
        withAsterisk={false}
        autoComplete={autoComplete}
        spellCheck={false}
        autoCapitalize="off"
        visibilityToggleFocusable
        visible={shown}
        onVisibilityChange={setShown}
        visibilityToggleButtonProps={{
          'aria-label': say('Show the password'),
          'aria-pressed': shown,
        }}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyUp={look}
        onKeyDown={look}
        onBlur={() => setCapsLock(false)}
        {...rest}
      />
      <p className="caps-lock" aria-live="polite">
        {capsLock && say('Caps Lock is on.')}
      </p>
    </div>
  );
}
