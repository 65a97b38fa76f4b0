import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { connectors } from '../../src/connectors/index.js';
import { placesPage } from './places-page.js';

const PAGE = fileURLToPath(new URL('../../docs/places.md', import.meta.url));

it('docs/places.md says what the connectors say (UPDATE_PLACES=1 writes it anew)', async () => {
  const page = await placesPage(connectors, PAGE);
  if (process.env['UPDATE_PLACES'] === '1') writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, 'utf8')).toBe(page);
});
