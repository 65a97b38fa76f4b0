import { Menu, Tooltip, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { say } from '../language/say.js';

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' } as const;
const SHOWN = {
  auto: { name: say('System colours'), icon: IconDeviceDesktop },
  light: { name: say('Light colours'), icon: IconSun },
  dark: { name: say('Dark colours'), icon: IconMoon },
} as const;

/** System, light, dark, in turn. */
export function SchemeSwitch({ inMenu = false }: { inMenu?: boolean }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { name, icon: Icon } = SHOWN[colorScheme];
  const turn = (): void => setColorScheme(NEXT[colorScheme]);
  if (inMenu) {
    return (
      <Menu.Item
        closeMenuOnClick={false}
        leftSection={<Icon size={17} stroke={1.6} />}
        onClick={turn}
      >
        {name}
      </Menu.Item>
    );
  }
  return (
    <Tooltip label={say('{name}. Change', { name })} position="right">
      <UnstyledButton className="rail-tool" onClick={turn}>
        <Icon size={18} stroke={1.6} />
        <span>{name}</span>
      </UnstyledButton>
    </Tooltip>
  );
}
