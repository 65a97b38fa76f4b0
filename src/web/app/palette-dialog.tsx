import { createSpotlight, Spotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.layer.css';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { matches } from '../inbox/pickers/matches.js';
import { useRecent } from '../inbox/recent.js';
import { say } from '../language/say.js';
import { Keys } from './key-help.js';
import { useKeyHelp, type Binding, type KeyGroup } from './keys.js';
import './palette.css';

const [store, spotlight] = createSpotlight();

/** The palette itself: what is bound to keys here, views, macros, places, and what was open lately. */
export default function PaletteDialog({ close }: { close: () => void }) {
  const [query, setQuery] = useState('');
  const groups = found(useOffered(), query);
  useEffect(() => {
    spotlight.open();
    return spotlight.close;
  }, []);
  const run = (binding: Binding) => (): void => {
    close();
    // Once the dialog is gone: what is done next may be another one.
    requestAnimationFrame(binding.run);
  };
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      onSpotlightClose={close}
      returnFocus={false}
      transitionProps={{ duration: 0 }}
      size={560}
      maxHeight={440}
      scrollable
      radius="md"
      aria-label={say('Find what to do')}
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      className="palette"
    >
      <Spotlight.Search
        placeholder={say('What do you want to do?')}
        aria-label={say('What do you want to do?')}
        leftSection={<IconSearch size={17} stroke={1.7} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {groups.length === 0 && <Spotlight.Empty>{say('Nothing found')}</Spotlight.Empty>}
        {groups.map(({ name, bindings }) => (
          <Spotlight.ActionsGroup label={name} key={name}>
            {bindings.map((binding) => (
              <Spotlight.Action
                key={`${binding.keys} ${binding.does}`}
                label={binding.does}
                rightSection={binding.keys === null ? null : <Keys keys={binding.keys} />}
                onClick={run(binding)}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** What belongs to the page first, then what is there everywhere. */
function useOffered(): readonly KeyGroup[] {
  const groups = useKeyHelp();
  const navigate = useNavigate();
  const recent = useRecent().map(({ id, title }) => ({
    keys: null,
    does: title,
    run: () => void navigate(`/inbox/${id}`),
  }));
  return [...groups, { name: say('Opened lately'), bindings: recent }];
}

/** Groups with something in them. Keys that only move about or close are not worth finding. */
function found(groups: readonly KeyGroup[], query: string): KeyGroup[] {
  return groups
    .map(({ name, bindings }) => ({
      name,
      bindings: bindings.filter(
        ({ keys, does }) =>
          keys !== 'Escape' && keys !== 'Mod+k' && matches(`${does} ${name}`, query),
      ),
    }))
    .filter(({ bindings }) => bindings.length > 0);
}
