import {
  IconBook2,
  IconBroadcast,
  IconChartLine,
  IconChecklist,
  IconInbox,
  IconSettings,
  IconTargetArrow,
  type Icon,
} from '@tabler/icons-react';

export interface Place {
  readonly to: string;
  readonly name: string;
  /** Second key after "g". */
  readonly key: string;
  readonly icon: Icon;
}

/** The places of the rail, in its order. */
export const PLACES: readonly Place[] = [
  { to: '/inbox', name: 'Inbox', key: 'i', icon: IconInbox },
  { to: '/tasks', name: 'Tasks', key: 't', icon: IconChecklist },
  { to: '/topics', name: 'Topics', key: 'p', icon: IconChartLine },
  { to: '/sources', name: 'Sources', key: 's', icon: IconBroadcast },
  { to: '/monitors', name: 'Monitors', key: 'm', icon: IconTargetArrow },
  { to: '/reading', name: 'Reading', key: 'r', icon: IconBook2 },
  { to: '/settings', name: 'Settings', key: ',', icon: IconSettings },
];
