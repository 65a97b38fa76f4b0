import { Progress } from '@mantine/core';
import { amount } from '../../reading/words.js';

/** How far stored mentions have the topics in force; nothing when all have. */
export function Relabelling({ left, total }: { left: number; total: number }) {
  if (left === 0 || total === 0) return null;
  const done = total - left;
  return (
    <output className="relabelling">
      <span className="dim number">
        Re-labelling: {amount(done)} of {amount(total)} mentions
      </span>
      <Progress value={(100 * done) / total} size="sm" aria-label="Mentions re-labelled" />
    </output>
  );
}
