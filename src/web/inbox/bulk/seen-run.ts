import { useState } from 'react';

const KEPT = 'earshot-bulk-seen';

/** The run that the person has closed; it stays closed when the page is loaded again. */
export function useSeenRun(): [string | null, (id: string) => void] {
  const [seen, setSeen] = useState(() => localStorage.getItem(KEPT));
  return [
    seen,
    (id) => {
      localStorage.setItem(KEPT, id);
      setSeen(id);
    },
  ];
}
