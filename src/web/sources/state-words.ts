import type { SourceState } from '../app/wire.js';
import './state-words.css';

interface StateWords {
  readonly name: string;
  readonly tone: 'good' | 'calm' | 'watch' | 'bad' | 'off';
  /** Lower stands higher in the list: trouble first. */
  readonly rank: number;
}

export const STATE_WORDS: Record<SourceState, StateWords> = {
  blocked: { name: 'Blocked', tone: 'bad', rank: 0 },
  gone: { name: 'Gone', tone: 'bad', rank: 1 },
  failing: { name: 'Failing', tone: 'bad', rank: 2 },
  'suspiciously-quiet': { name: 'Suspiciously quiet', tone: 'watch', rank: 3 },
  'never-tried': { name: 'Not tried yet', tone: 'calm', rank: 4 },
  answering: { name: 'Answering', tone: 'good', rank: 5 },
  quiet: { name: 'Quiet, as usual', tone: 'calm', rank: 6 },
  paused: { name: 'Paused', tone: 'off', rank: 7 },
};
