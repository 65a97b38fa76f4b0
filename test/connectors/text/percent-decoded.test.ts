import { expect, it } from 'vitest';
import { percentDecoded } from '../../../src/connectors/text/percent-decoded.js';

it.each([
  ['K%C3%A4nnchen', 'Kännchen'],
  ['a b', 'a b'],
  ['50%', '50%'],
  ['%E0%A4%A', '%E0%A4%A'],
])('%s reads %s', (text, read) => expect(percentDecoded(text)).toBe(read));
