import {
  IconActivity,
  IconBell,
  IconBolt,
  IconBrain,
  IconHistory,
  IconKey,
  IconShieldLock,
  IconUserCircle,
  IconUsers,
  IconUsersGroup,
  type Icon,
} from '@tabler/icons-react';
import { say } from '../language/say.js';

export interface Room {
  /** Below /settings. */
  readonly path: string;
  readonly name: string;
  readonly icon: Icon;
}

/** The rooms of the settings, in their order, by whom they are about. */
export const ROOMS: readonly { readonly name: string; readonly rooms: readonly Room[] }[] = [
  {
    name: say('You'),
    rooms: [
      { path: 'account', name: say('My account'), icon: IconUserCircle },
      { path: 'notifications', name: say('Notifications'), icon: IconBell },
      { path: 'macros', name: say('Macros'), icon: IconBolt },
      { path: 'tokens', name: say('API tokens'), icon: IconKey },
    ],
  },
  {
    name: say('Everybody'),
    rooms: [
      { path: 'people', name: say('People'), icon: IconUsers },
      { path: 'teams', name: say('Teams'), icon: IconUsersGroup },
      { path: 'permissions', name: say('Roles and permissions'), icon: IconShieldLock },
      { path: 'audit', name: say('Audit log'), icon: IconHistory },
    ],
  },
  {
    name: say('This Earshot'),
    rooms: [
      { path: 'operation', name: say('Operation'), icon: IconActivity },
      { path: 'deeper', name: say('Deeper model'), icon: IconBrain },
    ],
  },
];
