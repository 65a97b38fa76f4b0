import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { MonitorWrite } from '../api/views.js';
import { PACKAGE_ROOT } from '../settings/package-root.js';

export const PLACES_DIR = join(PACKAGE_ROOT, 'config', 'demo', 'places');

const State = z.object({
  startedAt: z.coerce.date(),
  port: z.number().int(),
  phase: z.number().int(),
});

/** What the demo must remember over restarts: its dates, the port in its links, and how far it came. */
export type DemoState = z.output<typeof State>;

/** @returns the state kept in the data folder; null on the first start */
export function loadState(dataDir: string): DemoState | null {
  const file = join(dataDir, 'demo.json');
  return existsSync(file) ? State.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

/** Written whole or not at all: the process may be killed in the middle. */
export function saveState(dataDir: string, state: DemoState): void {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'demo.json');
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}

/** The monitors of the demo, as a person would enter them. */
export function demoMonitors(): z.output<typeof MonitorWrite>[] {
  const file = join(PACKAGE_ROOT, 'config', 'demo', 'monitors.yaml');
  const form = z.object({ monitors: z.array(MonitorWrite) });
  return form.parse(parse(readFileSync(file, 'utf8'))).monitors;
}
