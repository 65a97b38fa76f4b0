import { useEffect, useState } from 'react';

const TICK_MS = 250;

/** "0:45", "12:05": the time until one may try again, for the eye; the words say it to the ear. */
export function Countdown({ untilMs, over }: { untilMs: number; over: () => void }) {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = window.setInterval(() => {
      if (Date.now() >= untilMs) over();
      else setNowMs(Date.now());
    }, TICK_MS);
    return () => window.clearInterval(timer);
  }, [untilMs, over]);
  const seconds = Math.max(0, Math.ceil((untilMs - nowMs) / 1000));
  return (
    <span className="number" aria-hidden>
      {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, '0')}
    </span>
  );
}
