import {
  createTheme,
  localStorageColorSchemeManager,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';
import { say } from '../language/say.js';

const petrol: MantineColorsTuple = [
  '#eef6f5',
  '#d8eae8',
  '#b0d5d1',
  '#82bdb8',
  '#5cbcb3',
  '#2f8f89',
  '#167673',
  '#0c6462',
  '#0a5150',
  '#093f3f',
];
const ember: MantineColorsTuple = [
  '#fdf1ec',
  '#fadfd4',
  '#f4bda7',
  '#ee9a78',
  '#ea8259',
  '#dc6437',
  '#c64f22',
  '#b2431a',
  '#963715',
  '#792c12',
];
const gray: MantineColorsTuple = [
  '#f7f9f7',
  '#eff2ef',
  '#e4e9e5',
  '#d6ddd8',
  '#c3ccc6',
  '#a0aca6',
  '#7a8782',
  '#5a6763',
  '#35413d',
  '#17211f',
];
const dark: MantineColorsTuple = [
  '#e3eae7',
  '#b7c3bf',
  '#8f9c98',
  '#5d6a66',
  '#35433f',
  '#263230',
  '#1b2624',
  '#131c1b',
  '#0d1413',
  '#080d0d',
];

const sans =
  "-apple-system, BlinkMacSystemFont, 'Segoe UI Variable Text', 'Segoe UI', Inter, Roboto, system-ui, sans-serif";

/** The values behind the names are in tokens.css: one palette for Mantine and for our own styles. */
export const theme = createTheme({
  colors: { petrol, red: ember, gray, dark },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.32,
  fontFamily: sans,
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: { fontFamily: sans, fontWeight: '620' },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '6px', md: '9px', lg: '14px', xl: '24px' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'sm', variant: 'filled' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm' } },
    TagsInput: { defaultProps: { size: 'sm' } },
    MultiSelect: { defaultProps: { size: 'sm' } },
    Tooltip: {
      defaultProps: { openDelay: 350, events: { hover: true, focus: true, touch: false } },
    },
    // Its place for the first focus is no item of a menu; the focus goes to the first item.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    CloseButton: { defaultProps: { 'aria-label': say('Close') } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.45 } } },
  },
});

const shared = {
  '--mantine-color-body': 'var(--sheet)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-3)',
  '--mantine-color-placeholder': 'var(--ink-3)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-error': 'var(--ember)',
  '--mantine-color-default': 'var(--sheet)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line-2)',
};

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  dark: shared,
});

/** The key is also read by public/scheme.js before the first paint. */
export const colorSchemes = localStorageColorSchemeManager({ key: 'earshot-color-scheme' });
