import type { User } from '../app/wire.js';
import { say } from '../language/say.js';

type Role = User['role'];

const NAMES: Record<Role, string> = {
  admin: say('Admin'),
  manager: say('Manager'),
  'community-manager': say('Community manager'),
  'product-owner': say('Product owner'),
  'on-call': say('On call'),
  'read-only': say('May only read'),
};

/** What each is for, in a line. */
const FOR: Record<Role, string> = {
  admin: say('Everything, people and the audit log too'),
  manager: say('Sources, monitors, topics, and all work'),
  'community-manager': say('Triages the inbox and works on tasks'),
  'product-owner': say('Works, and looks after topics'),
  'on-call': say('Works, and keeps Earshot running'),
  'read-only': say('Sees everything, changes nothing'),
};

export const roleName = (role: Role): string => NAMES[role];

const isRole = (value: string | null): value is Role => value !== null && value in NAMES;

/** The role that a select gave back; whoever gives none may only read. */
export const roleOf = (value: string | null): Role => (isRole(value) ? value : 'read-only');

export const ROLE_CHOICES = Object.entries(NAMES).map(([value, label]) => ({ value, label }));

export const roleFor = (value: string): string => FOR[roleOf(value)];
