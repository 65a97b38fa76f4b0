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
import { say } from '../language/say.js';

export interface Place {
  readonly to: string;
  readonly name: string;
  /** Second key after "g". */
  readonly key: string;
  readonly icon: Icon;
}

/** The places of the rail, in its order. */
export const PLACES: readonly Place[] = [
  { to: '/inbox', name: say('Inbox'), key: 'i', icon: IconInbox },
  { to: '/tasks', name: say('Tasks'), key: 't', icon: IconChecklist },
  { to: '/topics', name: say('Topics'), key: 'p', icon: IconChartLine },
  { to: '/sources', name: say('Sources'), key: 's', icon: IconBroadcast },
  { to: '/monitors', name: say('Monitors'), key: 'm', icon: IconTargetArrow },
  { to: '/reading', name: say('Reading'), key: 'r', icon: IconBook2 },
  { to: '/settings', name: say('Settings'), key: ',', icon: IconSettings },
];
