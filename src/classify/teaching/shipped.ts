import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { TAUGHT_TASKS, type Scope, type TaughtTask } from '../../domain/teaching.js';
import { packageRoot } from '../package-root.js';

/** What a shipped model says of itself. */
export interface ShippedModel extends Scope {
  readonly version: string;
  /** Digest of its weights. */
  readonly digest: string;
  /** Texts that it was made of (count). */
  readonly rows: number;
  /** Its figures, measured when it was made. */
  readonly metrics: Readonly<Record<string, number | string>>;
}

export type ShippedModels = Readonly<Record<TaughtTask, ShippedModel | null>>;

const Said = z.object({
  version: z.string(),
  link: z.string(),
  languages: z.array(z.string()),
  classes: z.array(z.string()),
  digest: z.string(),
  training: z.object({ rows: z.number() }),
  metrics: z.record(z.string(), z.union([z.number(), z.string()])),
});

/** Of a model file: 8 bytes of magic, 4 of the length of the header, the header. */
const PREFIX = 12;

/** The shipped models by task, from their headers alone: nothing of their weights is loaded. */
export function shippedModels(dir = join(packageRoot(), 'config', 'models')): ShippedModels {
  return Object.fromEntries(
    TAUGHT_TASKS.map((task) => [task, shipped(join(dir, `${task}.bin`))]),
  ) as ShippedModels;
}

/** null when there is none, or an older version of Earshot made it. */
function shipped(file: string): ShippedModel | null {
  if (!existsSync(file)) return null;
  const said = Said.safeParse(headerOf(file));
  if (!said.success) return null;
  const { version, link, languages, classes, digest, training, metrics } = said.data;
  const several = link === 'independent';
  return { version, languages, classes, several, digest, rows: training.rows, metrics };
}

function headerOf(file: string): unknown {
  const handle = openSync(file, 'r');
  try {
    const prefix = Buffer.alloc(PREFIX);
    readSync(handle, prefix, 0, PREFIX, 0);
    const header = Buffer.alloc(Math.min(prefix.readUInt32LE(PREFIX - 4), 1 << 20));
    readSync(handle, header, 0, header.length, PREFIX);
    return JSON.parse(header.toString());
  } catch {
    return null;
  } finally {
    closeSync(handle);
  }
}
