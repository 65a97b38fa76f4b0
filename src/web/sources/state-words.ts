import type { SourceState } from '../app/wire.js';
import { say } from '../language/say.js';
import './state-words.css';

interface StateWords {
  readonly name: string;
  readonly tone: 'good' | 'calm' | 'watch' | 'bad' | 'off';
  /** Lower stands higher in the list: trouble first. */
  readonly rank: number;
}

export const STATE_WORDS: Record<SourceState, StateWords> = {
  blocked: { name: say('Blocked'), tone: 'bad', rank: 0 },
  gone: { name: say('Gone'), tone: 'bad', rank: 1 },
  failing: { name: say('Failing'), tone: 'bad', rank: 2 },
  'suspiciously-quiet': { name: say('Suspiciously quiet'), tone: 'watch', rank: 3 },
  'never-tried': { name: say('Not tried yet'), tone: 'calm', rank: 4 },
  answering: { name: say('Answering'), tone: 'good', rank: 5 },
  quiet: { name: say('Quiet, as usual'), tone: 'calm', rank: 6 },
  paused: { name: say('Paused'), tone: 'off', rank: 7 },
};
