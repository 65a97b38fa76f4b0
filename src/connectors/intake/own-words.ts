import { tidy } from '../text/plain-text.js';

/** Where mail programs begin the message that is answered or forwarded. */
const ORIGINAL =
  /^\s*-{2,}\s*(?:original message|forwarded message|urspr[üu]ngliche nachricht|weitergeleitete nachricht|message d'origine|message transf[ée]r[ée]|mensaje original|messaggio originale|oorspronkelijk bericht|mensagem original)\s*-{2,}\s*$/i;
/** The line above the header block that Outlook puts there. */
const RULE = /^\s*_{10,}\s*$/;
const HEADER = /^\s*\*?(?:from|von|de|da|van|från)\s*:\*?\s/i;
/** "On … Ann wrote:" in the tongues that mail programs speak most. */
const WROTE =
  /\b(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev|napisał\(?a?\)?)\b[^\n]{0,200}:\s*$/i;
/** Such a line is folded over so many lines at most. */
const WROTE_LINES = 3;

/**
 * What the sender of a mail wrote in it: without the signature, and without the message that it
 * answers. When nothing else is in it, the whole.
 */
export function ownWords(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const end = lines.findIndex((line, at) => at > 0 && ends(lines, at));
  const kept = withoutQuotes(end === -1 ? lines : lines.slice(0, end));
  return tidy(kept.join('\n')) || tidy(text);
}

/** Whether from this line on nothing is the sender's own text. */
function ends(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if (/^-- ?$/.test(line) || ORIGINAL.test(line)) return true;
  return RULE.test(line) && HEADER.test(lines[at + 1] ?? '');
}

function withoutQuotes(lines: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const length = attribution(lines, at);
    if (length > 0 && !quotedAfter(lines, at + length)) break;
    if (length > 0) at += length - 1;
    else if (!/^\s*>/.test(lines[at] ?? '')) kept.push(lines[at] ?? '');
  }
  return kept;
}

/** How many lines from this one on say who wrote what follows; 0 when they do not. */
function attribution(lines: readonly string[], at: number): number {
  if (at === 0 || (lines[at] ?? '').trim() === '' || /^\s*>/.test(lines[at] ?? '')) return 0;
  for (let length = 1; length <= WROTE_LINES; length++) {
    const folded = lines.slice(at, at + length);
    if (folded.slice(1).some((line) => line.trim() === '')) return 0;
    const said = folded.join(' ');
    // With a date or an address; else it is a sentence of the letter.
    if (WROTE.test(said) && /\d|@/.test(said)) return length;
  }
  return 0;
}

/** Whether the next line that is not empty is a quoted one. */
function quotedAfter(lines: readonly string[], at: number): boolean {
  const next = lines.slice(at).find((line) => line.trim() !== '');
  return next === undefined || /^\s*>/.test(next);
}
