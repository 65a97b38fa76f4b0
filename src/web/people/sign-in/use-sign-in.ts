import { useMutation } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { api, ApiError, saying } from '../../app/client.js';
import type { CodeNeeded, CodeWrong, Session, SignInGiven } from '../../app/wire.js';
import { say } from '../../language/say.js';

const CODE_NEEDED: CodeNeeded = 'urn:earshot:problem:code-needed';
const CODE_WRONG: CodeWrong = 'urn:earshot:problem:code-wrong';
/** When the server does not say how long to wait. */
const UNSAID_SECONDS = 60;

/** Signing in: the try that is under way, how the last one ended, and when the next one may be. */
export interface SigningIn {
  readonly isPending: boolean;
  readonly error: Error | null;
  /** The first step is done; now the second. */
  readonly asksCode: boolean;
  /** Until then further tries are refused; 0: one may try. */
  readonly untilMs: number;
  setOver(): void;
  send(given: SignInGiven): void;
  /** Forgets the last try; the first step too, when one goes back to it. */
  reset(toFirstStep?: boolean): void;
}

export function useSignIn(onSignedIn: (session: Session) => void): SigningIn {
  const [untilMs, setUntilMs] = useState(0);
  const [asksCode, setAsksCode] = useState(false);
  const setOver = useCallback(() => setUntilMs(0), []);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: (given: SignInGiven) => api<Session>('/session', { method: 'POST', body: given }),
    onSuccess: onSignedIn,
    onError: (refusal) => {
      if (asksForCode(refusal)) setAsksCode(true);
      if (isSlow(refusal)) setUntilMs(Date.now() + (refusal.waitSeconds ?? UNSAID_SECONDS) * 1000);
    },
  });
  return {
    isPending,
    error,
    asksCode,
    untilMs,
    setOver,
    send: mutate,
    reset: (toFirstStep = false) => {
      if (toFirstStep) setAsksCode(false);
      reset();
    },
  };
}

const typeOf = (error: unknown): string | null =>
  error instanceof ApiError ? (error.problem?.type ?? null) : null;

/** The first step was right; the second is still to come. */
export const asksForCode = (error: unknown): boolean => typeOf(error) === CODE_NEEDED;

/** Too many tries. */
export const isSlow = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.status === 429;

/** What is wrong and what to do, for whoever stands before the door. */
export function whyRefused(error: unknown): string {
  if (!(error instanceof ApiError)) return saying(error);
  if (typeOf(error) === CODE_WRONG)
    return say('That code is wrong or was used already. Take the one that the app shows now.');
  if (error.status === 401 || error.status === 400)
    return say('This e-mail address and password do not go together. Check both, then try again.');
  if (isSlow(error)) return say('Too many tries.');
  return saying(error);
}
