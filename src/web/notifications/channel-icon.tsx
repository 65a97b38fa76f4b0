import {
  IconBell,
  IconDeviceMobileMessage,
  IconMail,
  IconMailFast,
  type Icon,
} from '@tabler/icons-react';
import type { Channel } from './notification-words.js';

/** A sign for each way of being told; always beside its name, or with it on hover. */
export const CHANNEL_ICONS: Readonly<Record<Channel, Icon>> = {
  app: IconBell,
  digest: IconMail,
  mail: IconMailFast,
  push: IconDeviceMobileMessage,
};
