import { Button } from '@mantine/core';
import { useMay } from '../app/may.js';
import type { ModelVersion, TaskCard } from '../app/wire.js';
import { When } from '../app/when.js';
import { say } from '../language/say.js';

import { useServe } from './teaching.queries.js';
import { sayAgain } from '../language/say-again.js';

const STATES: Record<ModelVersion['state'], string> = {
  serving: say('Reads now'),
  retired: say('Read before'),
  refused: say('Refused'),
};

/** Every model that was made of corrections, why it reads or does not, and the way back. */
export function Versions({ card }: { card: TaskCard }) {
  const { versions, serving, task } = card;
  const serve = useServe();
  const may = useMay();
  const put = (modelId: string | null, name: string) => () =>
    serve.mutate({ task, modelId, instead: serving?.modelId ?? null, name });
  if (serving === null) return null;
  return (
    <section className="card task-block">
      <div className="versions-head">
        <h3>{say('Models made of corrections')}</h3>
        {may.configure && serving.modelId !== null && (
          <Button
            variant="default"
            size="compact-sm"
            loading={serve.isPending}
            onClick={put(null, say('The shipped model'))}
          >
            {say('Back to the shipped model')}
          </Button>
        )}
      </div>
      <p className="dim task-note">
        {say(
          'A new model reads only when it puts right more of the held-back corrections than it spoils, by more than luck (less than 5 % by chance), and is at most 2 % less often right on the texts that came with Earshot and on those that were drawn by lot here.',
        )}
      </p>
      {versions.length === 0 ? (
        <p className="task-note">{say('None yet: the shipped model reads.')}</p>
      ) : (
        <ol className="versions">
          {versions.map((model) => (
            <Version
              key={model.id}
              model={model}
              busy={serve.isPending}
              serve={
                may.configure && model.state === 'retired'
                  ? put(model.id, say('Version {version}', { version: model.version }))
                  : null
              }
            />
          ))}
        </ol>
      )}
    </section>
  );
}

function Version({
  model,
  busy,
  serve,
}: {
  model: ModelVersion;
  busy: boolean;
  serve: (() => void) | null;
}) {
  const { version, state, reason, lessons, madeAt, by, heldBack, known } = model;
  return (
    <li className="version">
      <div className="version-head">
        <strong>{say('Version {version}', { version })}</strong>
        <span className={`version-state version-${state}`}>{STATES[state]}</span>
        <span className="dim">
          {say('{time}, {asked}, from {count, plural, one {# correction} other {# corrections}}', {
            time: <When at={madeAt} ago />,
            asked: by === 'Earshot' ? say('at night') : say('asked for by {name}', { name: by }),
            count: lessons,
          })}
        </span>
        {serve !== null && (
          <Button variant="default" size="compact-sm" disabled={busy} onClick={serve}>
            {say('Let it read')}
          </Button>
        )}
      </div>
      <p>{sayAgain(reason)}</p>
      <p className="dim number">
        {say(
          'Held back: {mended} put right, {spoilt} spoilt of {n} · Known texts: {after} right, {before} before, of {all}',
          {
            mended: heldBack.mended,
            spoilt: heldBack.spoilt,
            n: heldBack.n,
            after: known.after,
            before: known.before,
            all: known.n,
          },
        )}
      </p>
    </li>
  );
}
