import { Modal, Switch } from '@mantine/core';
import { useKeyHelp, useSingleKeysSwitch, type Binding } from './keys.js';
import './key-help.css';

/** All keys that work where one is now. */
export function KeyHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const groups = useKeyHelp();
  const [on, setOn] = useSingleKeysSwitch();
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size={720}>
      <div className="key-help">
        {groups.toReversed().map(({ name, bindings }) => (
          <section key={name}>
            <h3>{name}</h3>
            <dl>
              {bindings.map((binding) => (
                <KeyLine binding={binding} key={binding.keys} />
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch
        mt="md"
        checked={on}
        onChange={(event) => setOn(event.currentTarget.checked)}
        label="Single-letter keys"
        description="Turn them off when you use speech input."
      />
    </Modal>
  );
}

function KeyLine({ binding }: { binding: Binding }) {
  return (
    <div className="key-line">
      <dt>
        {binding.keys.split(' ').map((key) => (
          <kbd key={key}>{key === 'Escape' ? 'Esc' : key}</kbd>
        ))}
      </dt>
      <dd>{binding.does}</dd>
    </div>
  );
}
