import { Modal, Switch } from '@mantine/core';
import { say } from '../language/say.js';
import { useKeyHelp, useSingleKeysSwitch, type Binding } from './keys.js';
import { isMac, shownKeys } from './key-match.js';
import './key-help.css';

/** All keys that work where one is now; made of the bindings themselves, so it is complete. */
export function KeyHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const groups = useKeyHelp();
  const [on, setOn] = useSingleKeysSwitch();
  return (
    <Modal opened={opened} onClose={onClose} title={say('Keys')} size={860}>
      <div className="key-help">
        {groups.map(({ name, bindings }) => (
          <section key={name}>
            <h3>{name}</h3>
            <dl>
              {bindings.map((binding) => (
                <KeyLine binding={binding} key={`${binding.keys} ${binding.does}`} />
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch
        mt="md"
        checked={on}
        onChange={(event) => setOn(event.currentTarget.checked)}
        label={say('Single-letter keys')}
        description={say('Turn them off when you use speech input.')}
      />
    </Modal>
  );
}

function KeyLine({ binding: { keys, does } }: { binding: Binding }) {
  if (keys === null) return null;
  return (
    <div className="key-line">
      <dt>
        <Keys keys={keys} />
      </dt>
      <dd>{does}</dd>
    </div>
  );
}

/** The keys of a binding as they are printed on a keyboard. */
export function Keys({ keys }: { keys: string }) {
  const shown = shownKeys(keys, isMac());
  return shown.map((key) => <kbd key={key}>{key}</kbd>);
}
