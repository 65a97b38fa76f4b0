import { describe, expect, it } from 'vitest';
import { safeAddress } from '../../src/web/app/safe-address.js';

describe('an address that a stranger wrote', () => {
  it.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    '//forum.example/1',
    '/inbox',
    'no address',
    '',
  ])('is no link when it is %j', (url) => {
    expect(safeAddress(url)).toBeNull();
  });

  it('is a link on the web', () => {
    expect(safeAddress('https://forum.example/1?a=b#c')).toBe('https://forum.example/1?a=b#c');
    expect(safeAddress('http://forum.example/<script>')).toBe('http://forum.example/%3Cscript%3E');
    expect(safeAddress(null)).toBeNull();
  });
});
