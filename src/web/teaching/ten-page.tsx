import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconArrowLeft, IconChecks, IconMoodEmpty } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useKeys, type Binding } from '../app/keys.js';
import { useMay } from '../app/may.js';
import { Empty, Failed, Waiting } from '../app/states.js';
import type { Judging } from '../app/wire.js';
import { say } from '../language/say.js';
import { ANSWERS, QUESTIONS } from './questions.js';
import { useJudge, useTen } from './teaching.queries.js';
import { JudgedLine, TheText } from './ten-text.js';
import { titled } from '../app/title.js';
import './ten.css';

/** Ten texts a day, one at a time, one key each. */
export default function TenPage() {
  useDocumentTitle(titled(say('Ten to judge')));
  const may = useMay();
  return (
    <div className="page">
      <header className="page-head">
        <Link to="/reading" className="ten-back" aria-label={say('Back to Reading')}>
          <IconArrowLeft size={18} aria-hidden />
        </Link>
        <h1>{say('Ten to judge')}</h1>
      </header>
      <div className="page-body ten">
        {may.work ? (
          <Ten />
        ) : (
          <Empty icon={<IconMoodEmpty size={26} />} title={say('Only to be looked at')}>
            {say('Your role may read here, but not judge.')}
          </Empty>
        )}
      </div>
    </div>
  );
}

function Ten() {
  const ten = useTen();
  if (ten.isPending) return <Waiting what={say('the texts')} lines={3} />;
  if (ten.data === undefined)
    return <Failed what={say('The texts')} error={ten.error} retry={() => void ten.refetch()} />;
  if (ten.data.items.length === 0)
    return (
      <Empty icon={<IconChecks size={26} />} title={say('Nothing to judge today')}>
        {say(
          'There is no text of the last 30 days whose judgement would teach anything. More come with the mentions.',
        )}
      </Empty>
    );
  return <Texts items={ten.data.items} />;
}

function Texts({ items }: { items: readonly Judging[] }) {
  const { answer, takeBack } = useJudge();
  const [last, setLast] = useState<number | null>(null);
  const now = items.find(({ state }) => state === 'waiting') ?? null;
  const before = items.find(({ position }) => position === last) ?? null;
  const judge = (said: string | null): void => {
    if (now === null) return;
    setLast(now.position);
    answer.mutate({ position: now.position, answer: said });
  };
  const undo = (): void => {
    if (before === null) return;
    setLast(null);
    takeBack.mutate(before.position);
  };
  const bindings: Binding[] = (now === null ? [] : ANSWERS[now.asked]).map((one) => ({
    keys: one.key,
    does: one.name,
    run: () => judge(one.value),
  }));
  useKeys(say('Ten to judge'), [
    ...bindings,
    ...(now === null ? [] : [{ keys: 's', does: say('Skip'), run: () => judge(null) }]),
    { keys: 'u', does: say('Undo'), run: undo },
  ]);
  return (
    <>
      <Progress items={items} now={now} />
      {before !== null && before.state !== 'waiting' && <JudgedLine judging={before} undo={undo} />}
      {now === null ? <Done items={items} /> : <One judging={now} judge={judge} />}
    </>
  );
}

function Progress({ items, now }: { items: readonly Judging[]; now: Judging | null }) {
  const done = items.filter(({ state }) => state !== 'waiting').length;
  return (
    <div className="ten-progress">
      <p className="number" aria-live="polite">
        {now === null
          ? say('{done, number} of {count, number} done', { done, count: items.length })
          : say('{at, number} of {count, number}', { at: done + 1, count: items.length })}
      </p>
      <ol aria-hidden>
        {items.map(({ position, state }) => (
          <li
            key={position}
            className={`ten-step ten-${position === now?.position ? 'now' : state}`}
          />
        ))}
      </ol>
    </div>
  );
}

function One({ judging, judge }: { judging: Judging; judge: (answer: string | null) => void }) {
  return (
    <section className="card ten-card" aria-label={say('The text')}>
      <TheText judging={judging} />
      <div className="ten-question">
        <p>{QUESTIONS[judging.asked]}</p>
        <div className="ten-answers">
          {ANSWERS[judging.asked].map(({ key, name, value }) => (
            <Button key={key} variant="default" onClick={() => judge(value)}>
              {name} <kbd>{key}</kbd>
            </Button>
          ))}
          <Button variant="subtle" color="gray" onClick={() => judge(null)}>
            {say('Skip')} <kbd>s</kbd>
          </Button>
        </div>
      </div>
    </section>
  );
}

function Done({ items }: { items: readonly Judging[] }) {
  const judged = items.filter(({ state }) => state === 'judged');
  const same = judged.filter(({ answer, said }) => said !== null && said.best === answer);
  return (
    <Empty
      icon={<IconChecks size={26} />}
      title={say('That is all for today')}
      action={
        <Button component={Link} to="/reading" variant="default">
          {say('See how well it reads')}
        </Button>
      }
    >
      {judged.length === 0
        ? say('You skipped them all; tomorrow there are others.')
        : say(
            'You judged {judged, number}, and on {same, number} of them you agreed with what Earshot had read. Each of them teaches it; most were chosen because it was unsure.',
            { judged: judged.length, same: same.length },
          )}
    </Empty>
  );
}
