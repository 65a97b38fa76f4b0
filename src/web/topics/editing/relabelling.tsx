import '@mantine/core/styles/Progress.layer.css';
import { Progress } from '@mantine/core';
import { say } from '../../language/say.js';
import { amount } from '../../reading/words.js';

/** How far stored mentions have the topics in force; nothing when all have. */
export function Relabelling({ left, total }: { left: number; total: number }) {
  if (left === 0 || total === 0) return null;
  const done = total - left;
  return (
    <output className="relabelling">
      <span className="dim number">
        {say('Re-labelling: {done} of {total} mentions', {
          done: amount(done),
          total: amount(total),
        })}
      </span>
      <Progress value={(100 * done) / total} size="sm" aria-label={say('Mentions re-labelled')} />
    </output>
  );
}
