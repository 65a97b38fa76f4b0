import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useMay } from '../app/may.js';
import { say } from '../language/say.js';
import { useTen } from './teaching.queries.js';

/** The way to the texts of the day. Who may not judge is not shown it. */
export function TenLink() {
  return useMay().work ? <Ten /> : null;
}

function Ten() {
  const items = useTen().data?.items ?? [];
  const done = items.filter(({ state }) => state !== 'waiting').length;
  const left = items.length - done;
  return (
    <section className="card ten-link" aria-label={say('Ten to judge')}>
      <div>
        <h2>{say('Ten to judge')}</h2>
        <p className="dim">
          {say(
            'Ten texts a day, one key each. Three are drawn by lot and say how often the reading is right; from the others it learns most.',
          )}
        </p>
      </div>
      <Button
        component={Link}
        to="/reading/ten"
        variant={left > 0 ? 'filled' : 'default'}
        className="ten-link-button"
      >
        {items.length === 0 || left === items.length
          ? say('Begin')
          : left === 0
            ? say('Done for today')
            : say('Go on: {done, number} of {count, number}', { done, count: items.length })}
      </Button>
    </section>
  );
}
