import { Command } from 'commander';
import { credential } from '../settings/load.js';
import { AuditSealsStore, SEALS, type Verdict } from '../store/access/audit-seals.store.js';
import { Keys } from '../store/access/keys.js';
import { toStdout, type Print } from './answers.js';
import type { OpenContext } from './context.js';

/** Whoever writes for longer is sealed the next time. */
const PATIENCE_MS = 5_000;

export function auditCommand(open: OpenContext, print: Print = toStdout): Command {
  return new Command('audit')
    .description('the log of every change and sign-in')
    .addCommand(verifyCommand(open, print));
}

function verifyCommand(open: OpenContext, print: Print): Command {
  return new Command('verify')
    .description('tell whether the audit log was changed behind Earshot’s back; fails when it was')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  earshot audit verify')
    .action(async ({ json }: { json?: true }) => {
      const { database, close } = await (await open()).openDatabase();
      try {
        const keys = new Keys(database, credential('EARSHOT_SECRET'));
        const seals = new AuditSealsStore(database, () => keys.of(SEALS));
        const verdict = await seals.verify();
        if (!verdict.sound) throw new Error(wordsOf(verdict, keys.origin));
        // Only what is sound is built upon.
        await seals.seal(PATIENCE_MS);
        print(
          json ? JSON.stringify({ ...verdict, key: keys.origin }) : wordsOf(verdict, keys.origin),
        );
      } finally {
        await close();
      }
    });
}

function wordsOf(verdict: Verdict, key: Keys['origin']): string {
  if (!verdict.sound)
    return `the audit log was changed between entry ${verdict.after} and ${verdict.through}: ${verdict.why}`;
  const { entries, through, unsealed } = verdict;
  const weak =
    key === 'the database'
      ? '\nThe key of the seals lies in the database itself: set EARSHOT_SECRET, so that who can write there cannot make seals.'
      : '';
  return `${entries} entries up to ${through} are as they were written; ${unsealed} newer ones were not sealed yet${weak}`;
}
