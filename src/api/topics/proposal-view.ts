import { trendOf, weeksUpTo } from '../../domain/proposal.js';
import type { StoredProposal } from '../../store/proposal-list.store.js';
import type { ProposalView, View } from '../views.js';
import { onWire } from '../wire.js';

/** Examples of a draft: enough to find texts that mean much the same. */
const EXAMPLES = 5;
const EXAMPLE_LENGTH = 240;
const KEY_LENGTH = 40;

/** A proposal with its trend, and with a topic made of it to begin with. */
export function proposalView({
  touchpoint,
  ...proposal
}: StoredProposal): View<typeof ProposalView> {
  const { phrases, quotes, weeks } = proposal;
  const all = weeksUpTo(proposal.lastSeenAt).map(
    (week) => weeks.find((one) => one.week === week) ?? { week, mentions: 0, complaints: 0 },
  );
  return {
    ...onWire(proposal),
    weeks: all,
    trend: trendOf(all),
    draft: {
      key: keyOf(phrases),
      name: proposal.name,
      touchpoint: touchpoint ?? 'product-in-use',
      seeds: {
        strong: phrases.filter((phrase) => phrase.includes(' ')),
        likely: phrases.filter((phrase) => !phrase.includes(' ')),
      },
      examples: quotes.slice(0, EXAMPLES).map(({ text }) => shortened(text)),
    },
  };
}

/** A key of the most telling words; it has to begin with a letter. */
function keyOf(phrases: readonly string[]): string {
  const words = phrases.slice(0, 2).join('-').toLowerCase();
  const key = words.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^[^a-z]+|-+$/g, '');
  return key.slice(0, KEY_LENGTH).replace(/-$/, '') || 'new-topic';
}

/** The first sentences that fit, else its beginning. */
function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= EXAMPLE_LENGTH) return line;
  const begun = line.slice(0, EXAMPLE_LENGTH);
  const end = Math.max(begun.lastIndexOf('. '), begun.lastIndexOf('! '), begun.lastIndexOf('? '));
  return end > EXAMPLE_LENGTH / 3 ? begun.slice(0, end + 1) : `${begun.trimEnd()}…`;
}
