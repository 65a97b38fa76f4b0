import type { Permission } from '../../app/wire.js';
import { say } from '../../language/say.js';

/** Each permission in the reader's language: its name, and what it lets one do. */
export const PERMISSION_WORDS: Record<Permission, { name: string; does: string }> = {
  read: {
    name: say('See'),
    does: say('See mentions, tasks, topics, sources and the people who work here'),
  },
  work: {
    name: say('Work'),
    does: say('Triage mentions, take and resolve tasks, correct readings, write notes'),
  },
  topics: { name: say('Topics'), does: say('Change the topics and who owns them') },
  operate: {
    name: say('Keep running'),
    does: say('Retry failed work and dismiss notices about sources'),
  },
  configure: {
    name: say('Set up listening'),
    does: say('Add and change sources and monitors, teach the reading'),
  },
  account: {
    name: say('Own account'),
    does: say('Change one’s own name, language, password, second step and sessions'),
  },
  tokens: {
    name: say('Own tokens'),
    does: say('Make and revoke tokens for programs of one’s own'),
  },
  people: {
    name: say('People'),
    does: say(
      'Invite and deactivate people, change roles and teams, end sessions, revoke any token',
    ),
  },
  audit: { name: say('Audit log'), does: say('Read and export the audit log') },
};
