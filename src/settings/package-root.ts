import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json and config/, from the sources as from the built program. */
export const PACKAGE_ROOT = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(folder: string): string {
  if (
    existsSync(join(folder, 'package.json')) &&
    existsSync(join(folder, 'config', 'earshot.yaml'))
  )
    return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('config/earshot.yaml was not found above the program');
  return findRoot(parent);
}
