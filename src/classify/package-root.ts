import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of Earshot's own package.json: the nearest above `from`. Built code lies deeper
 * than its source, so the depth cannot be counted.
 *
 * @throws Error if the program was taken out of its package
 */
export function packageRoot(from = fileURLToPath(import.meta.url)): string {
  for (let dir = dirname(from); ; dir = dirname(dir)) {
    if (isEarshot(join(dir, 'package.json'))) return dir;
    if (dir === dirname(dir)) throw new Error(`${from} lies in no package named earshot`);
  }
}

function isEarshot(file: string): boolean {
  if (!existsSync(file)) return false;
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return (
    typeof content === 'object' &&
    content !== null &&
    'name' in content &&
    content.name === 'earshot'
  );
}
