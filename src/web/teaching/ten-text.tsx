import { Button } from '@mantine/core';
import { OutsideLink } from '../app/outside-link.js';
import type { Judging } from '../app/wire.js';
import { When } from '../app/when.js';
import { say } from '../language/say.js';
import { percent } from '../reading/words.js';
import { KindIcon } from '../sources/kind-icon.js';
import { answerName } from './questions.js';

/** The text as it was posted. What was read of it is not shown: it would lead. */
export function TheText({ judging }: { judging: Judging }) {
  return (
    <>
      <p className="ten-where dim">
        <KindIcon kind={judging.sourceKind} size={14} />
        <bdi>{judging.sourceName}</bdi>
        {judging.publishedAt !== null && <When at={judging.publishedAt} ago />}
        {judging.rating !== null && (
          <span className="number">{say('rated {rating}', { rating: judging.rating })}</span>
        )}
        <OutsideLink url={judging.url}>{say('where it was posted')}</OutsideLink>
      </p>
      <div className="ten-text" lang={judging.language ?? undefined}>
        {judging.title !== null && <h2 className="theirs">{judging.title}</h2>}
        <p className="theirs">{judging.text}</p>
      </div>
    </>
  );
}

/** What the person said of the text before, beside what had been read. */
export function JudgedLine({ judging, undo }: { judging: Judging; undo: () => void }) {
  const { asked, answer, said, state } = judging;
  const mine = answer === null ? null : answerName(asked, answer);
  const sure = said?.probability ?? null;
  const values = {
    mine: mine ?? '',
    read: said === null ? '' : answerName(asked, said.best),
    sure:
      sure === null ? say('not known how sure') : say('{percent} sure', { percent: percent(sure) }),
  };
  return (
    <p className="ten-judged dim" aria-live="polite">
      {state === 'skipped' && `${say('Skipped.')} `}
      {mine !== null &&
        said !== null &&
        `${said.unsure ? say('You said “{mine}”; Earshot had leaned to “{read}” ({sure}).', values) : say('You said “{mine}”; Earshot had read “{read}” ({sure}).', values)} `}
      <Button variant="subtle" size="compact-sm" onClick={undo}>
        {say('Undo')} <kbd>u</kbd>
      </Button>
    </p>
  );
}
