import { Initial1795305600000 } from './1795305600000-Initial.js';
import { TaskLists1795309200000 } from './1795309200000-TaskLists.js';
import { Listening1795312800000 } from './1795312800000-Listening.js';
import { Rhythm1795316400000 } from './1795316400000-Rhythm.js';
import { Generation1795320000000 } from './1795320000000-Generation.js';
import { Reading1795323600000 } from './1795323600000-Reading.js';
import { Teaching1795327200000 } from './1795327200000-Teaching.js';
import { Taxonomies1795330800000 } from './1795330800000-Taxonomies.js';
import { Deeper1795334400000 } from './1795334400000-Deeper.js';
import { Inbox1795338000000 } from './1795338000000-Inbox.js';
import { InboxSpeed1795341600000 } from './1795341600000-InboxSpeed.js';
import { People1795345200000 } from './1795345200000-People.js';
import { Notifications1795348800000 } from './1795348800000-Notifications.js';
import { Detail1795352400000 } from './1795352400000-Detail.js';

/** Explicit on purpose: tests and the built program run exactly these, in this order. */
export const MIGRATIONS = [
  Initial1795305600000,
  TaskLists1795309200000,
  Listening1795312800000,
  Rhythm1795316400000,
  Generation1795320000000,
  Reading1795323600000,
  Teaching1795327200000,
  Taxonomies1795330800000,
  Deeper1795334400000,
  Inbox1795338000000,
  InboxSpeed1795341600000,
  People1795345200000,
  Notifications1795348800000,
  Detail1795352400000,
];
