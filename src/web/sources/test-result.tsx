import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { SourceTestResult } from '../app/wire.js';
import { lasting } from '../app/times.js';
import { When } from '../app/when.js';

const SHOWN = 4;

/** What the place would bring, in a sentence and a few examples. */
export function TestResult({ result, owned }: { result: SourceTestResult; owned: boolean }) {
  if (!result.ok) {
    return (
      <div className="test-bad">
        <IconAlertTriangle size={18} aria-hidden />
        <p>{result.error?.message ?? 'The place could not be read.'}</p>
      </div>
    );
  }
  return (
    <div className="test-good">
      <p className="test-line">
        <IconCircleCheck size={18} aria-hidden />
        <span>
          <strong>
            <bdi>{result.title ?? 'This place'}</bdi>
          </strong>
          , {posts(result.lastWeek)} in the last week,{' '}
          <strong>
            {owned ? 'all would be kept' : `${result.matching} of ${result.itemCount} would match`}
          </strong>
          . <span className="dim">Answered in {lasting(result.durationMs / 1000)}.</span>
        </span>
      </p>
      {result.matching === 0 && !owned && result.itemCount > 0 && (
        <p className="test-hint">
          None of them holds a monitor’s words. If the whole place is about you, say so below.
        </p>
      )}
      <p className="test-feed dim one-line">{result.url}</p>
      <ul className="test-sample">
        {result.sample.slice(0, SHOWN).map((item) => (
          <li key={`${item.url} ${item.publishedAt} ${item.title}`}>
            <span className="theirs one-line" dir="auto">
              {item.title ?? item.excerpt}
            </span>
            {item.publishedAt !== null && (
              <span className="dim">
                <When at={item.publishedAt} ago />
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function posts(count: number): string {
  return count === 1 ? 'one post' : `${count} posts`;
}
