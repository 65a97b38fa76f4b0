import { describe, expect, it } from 'vitest';
import { bindingFor, nameOfKey, shownKeys, type Pressed } from '../../src/web/app/key-match.js';

const pressed = (given: Partial<Pressed>): Pressed => ({
  key: '',
  code: '',
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  ...given,
});
const bindings = [{ keys: 'e' }, { keys: 'g 1' }, { keys: 'g i' }, { keys: 'i' }, { keys: null }];

describe('a key', () => {
  it('is what it types, whatever keyboard it is on', () => {
    expect(nameOfKey(pressed({ key: 'j', code: 'KeyJ' }))).toBe('j');
    expect(nameOfKey(pressed({ key: 'z', code: 'KeyY' }))).toBe('z');
    expect(nameOfKey(pressed({ key: '/', code: 'Digit7', shiftKey: true }))).toBe('/');
  });

  it('counts by its place where it types no Latin letter', () => {
    expect(nameOfKey(pressed({ key: 'о', code: 'KeyJ' }))).toBe('j');
    expect(nameOfKey(pressed({ key: 'О', code: 'KeyJ', shiftKey: true }))).toBe('J');
    expect(nameOfKey(pressed({ key: 'ö', code: 'Semicolon' }))).toBe('ö');
  });

  it('with Ctrl or Command is another one', () => {
    expect(nameOfKey(pressed({ key: 'k', code: 'KeyK', ctrlKey: true }))).toBe('Mod+k');
    expect(nameOfKey(pressed({ key: 'K', code: 'KeyK', metaKey: true }))).toBe('Mod+k');
  });
});

describe('which binding a key means', () => {
  it('is the one of two keys when the first was pressed just before', () => {
    expect(bindingFor(bindings, 'g', null)).toEqual({ binding: null, begins: true });
    expect(bindingFor(bindings, '1', 'g').binding).toEqual({ keys: 'g 1' });
    expect(bindingFor(bindings, 'i', 'g').binding).toEqual({ keys: 'g i' });
  });

  it('is the one of the key alone when nothing goes on from the key before', () => {
    expect(bindingFor(bindings, 'e', 'g').binding).toEqual({ keys: 'e' });
    expect(bindingFor(bindings, 'i', null).binding).toEqual({ keys: 'i' });
    expect(bindingFor(bindings, 'q', null)).toEqual({ binding: null, begins: false });
  });

  it('is the first of those that there are: the part of the page that came last', () => {
    const all = [
      { keys: 'e', of: 'dialog' },
      { keys: 'e', of: 'list' },
    ];
    expect(bindingFor(all, 'e', null).binding?.of).toBe('dialog');
  });
});

describe('printed keys', () => {
  it('are those of the keyboard', () => {
    expect(shownKeys('g 1', false)).toEqual(['g', '1']);
    expect(shownKeys('Mod+k', false)).toEqual(['Ctrl', 'K']);
    expect(shownKeys('Mod+k', true)).toEqual(['⌘', 'K']);
    expect(shownKeys('X', false)).toEqual(['⇧', 'X']);
    expect(shownKeys('Escape', false)).toEqual(['Esc']);
  });
});
