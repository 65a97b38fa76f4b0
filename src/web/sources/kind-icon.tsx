import {
  IconBrandGithub,
  IconBrandMastodon,
  IconBrandReddit,
  IconBrandYcombinator,
  IconDeviceMobile,
  IconFileImport,
  IconMessages,
  IconRss,
  IconStar,
  IconWorld,
  type Icon,
} from '@tabler/icons-react';

const ICONS: Readonly<Record<string, Icon>> = {
  feed: IconRss,
  reddit: IconBrandReddit,
  discourse: IconMessages,
  'hacker-news': IconBrandYcombinator,
  mastodon: IconBrandMastodon,
  github: IconBrandGithub,
  'app-store': IconDeviceMobile,
  reviews: IconStar,
  import: IconFileImport,
};

/** The kind of a place as a sign; the place's name always stands beside it. */
export function KindIcon({ kind, size }: { kind: string; size: number }) {
  const Sign = ICONS[kind] ?? IconWorld;
  return <Sign size={size} stroke={1.7} aria-hidden className="kind-icon" />;
}
