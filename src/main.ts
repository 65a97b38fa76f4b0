import 'reflect-metadata';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { program } from './cli/program.js';

/**
 * Runs one command of Earshot: `run(['start'])`.
 *
 * A fault ends the process with 1 and one clear line on standard error; a stack only shows
 * with EARSHOT_DEBUG set.
 */
export async function run(argv: readonly string[]): Promise<void> {
  try {
    const earshot = await program(argv);
    await earshot.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    const debug = process.env['EARSHOT_DEBUG'];
    const fault = error instanceof Error ? error : new Error(String(error));
    process.stderr.write(`earshot: ${debug ? fault.stack : fault.message}\n`);
    process.exitCode = 1;
  }
}

const entry = process.argv[1];
if (entry && realpathSync(entry) === fileURLToPath(import.meta.url))
  await run(process.argv.slice(2));
